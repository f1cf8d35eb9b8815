import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('publication')
export class PublicationEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'member_unit', type: 'text' })
  memberUnit!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text', nullable: true })
  justification!: string | null;

  @Column({ type: 'text' })
  mode!: string;

  @Column({ type: 'text' })
  channel!: string;

  @Column({ type: 'text' })
  policy!: string;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey!: string;

  @Column({ name: 'submitted_by', type: 'text' })
  submittedBy!: string;

  @Column({ name: 'submitted_by_unit', type: 'text', nullable: true })
  submittedByUnit!: string | null;

  @Column({ name: 'reported_on', type: 'date' })
  reportedOn!: string;

  @Column({ name: 'is_demo', type: 'boolean' })
  isDemo!: boolean;

  @Column({ name: 'row_count', type: 'integer' })
  rowCount!: number;

  @Column({ name: 'unchanged_count', type: 'integer' })
  unchangedCount!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('publication_event')
export class PublicationEventEntity {
  @PrimaryColumn({ name: 'publication_id', type: 'uuid' })
  publicationId!: string;

  @PrimaryColumn({ type: 'integer' })
  ordinal!: number;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ name: 'actor_unit', type: 'text', nullable: true })
  actorUnit!: string | null;

  @Column({ type: 'text', nullable: true })
  capacity!: string | null;

  @Column({ name: 'reason_code', type: 'text', nullable: true })
  reasonCode!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'date', nullable: true })
  deadline!: string | null;

  @Column({ name: 'first_position', type: 'bigint', nullable: true })
  firstPosition!: string | null;

  @Column({ name: 'last_position', type: 'bigint', nullable: true })
  lastPosition!: string | null;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ name: 'trace_id', type: 'text' })
  traceId!: string;
}

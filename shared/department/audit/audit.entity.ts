import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit')
export class AuditEntity {
  @PrimaryColumn({ type: 'timestamptz' })
  at!: Date;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ name: 'actor_unit', type: 'text', nullable: true })
  actorUnit!: string | null;

  @Column({ type: 'text' })
  action!: string;

  @Column({ name: 'object_type', type: 'text' })
  objectType!: string;

  @Column({ name: 'object_id', type: 'text' })
  objectId!: string;

  @Column({ type: 'text' })
  result!: string;

  @Column({ name: 'before_hash', type: 'text', nullable: true })
  beforeHash!: string | null;

  @Column({ name: 'after_hash', type: 'text', nullable: true })
  afterHash!: string | null;

  @Column({ type: 'jsonb' })
  detail!: object;

  @Column({ name: 'trace_id', type: 'text' })
  traceId!: string;

  @Column({ name: 'source_address', type: 'text', nullable: true })
  sourceAddress!: string | null;
}

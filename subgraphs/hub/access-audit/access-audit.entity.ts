import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AuditDetail } from './access-audit.ts';

@Entity({ name: 'access_audit' })
@Index('access_audit_by_actor', ['actor', 'at'])
@Check('access_audit_result_check', `result in ('DONE', 'REFUSED')`)
export class AccessAuditEntity {
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

  @Column({ type: 'text' })
  object!: string;

  @Column({ type: 'text' })
  result!: 'DONE' | 'REFUSED';

  @Column({ name: 'trace_id', type: 'text', nullable: true })
  traceId!: string | null;

  @Column({ name: 'source_ip', type: 'text', nullable: true })
  sourceIp!: string | null;

  @Column({ name: 'source_address', type: 'text', nullable: true })
  sourceAddress!: string | null;

  @Column({ type: 'jsonb' })
  detail!: AuditDetail;
}

import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ name: 'token' })
@Unique('token_hash', ['hash'])
@Index('token_by_subject', ['subject', 'createdAt'])
@Check('token_subject_check', `subject <> ''`)
@Check('token_purpose_check', `purpose <> ''`)
@Check('token_hash_is_sha256', 'octet_length(hash) = 32')
@Check('token_has_role', 'cardinality(roles) > 0')
@Check('token_expires', 'expires_at > created_at')
@Check(
  'token_one_administrator',
  `('system-administrator' = any (roles))::integer
  + ('security-administrator' = any (roles))::integer
  + ('auditor' = any (roles))::integer <= 1`,
)
export class TokenEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'bytea' })
  hash!: Buffer;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ name: 'member_unit', type: 'text', nullable: true })
  memberUnit!: string | null;

  @Column({ type: 'text', array: true })
  roles!: string[];

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** The day on which it was last used; a finer answer would cost a write for each request. */
  @Column({ name: 'last_used_on', type: 'date', nullable: true })
  lastUsedOn!: string | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('receipt')
export class ReceiptEntity {
  @PrimaryColumn({ name: 'member_unit', type: 'text' })
  memberUnit!: string;

  @PrimaryColumn({ type: 'bigint' })
  sequence!: string;

  @Column({ name: 'publication_id', type: 'uuid' })
  publicationId!: string;

  /** Which event of the publication it attests; null in the first receipts, which attest the last opening step. */
  @Column({ name: 'event_ordinal', type: 'integer', nullable: true })
  eventOrdinal!: number | null;

  @Column({ name: 'previous_hash', type: 'text' })
  previousHash!: string;

  @Column({ type: 'text' })
  hash!: string;

  @Column({ type: 'text' })
  signature!: string;

  @Column({ name: 'signed_by', type: 'text' })
  signedBy!: string;

  @Column({ type: 'text' })
  content!: string;

  @Column({ name: 'issued_at', type: 'timestamptz' })
  issuedAt!: Date;
}

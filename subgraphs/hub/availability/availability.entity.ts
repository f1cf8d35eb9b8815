import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { AvailabilityStateName } from './availability.ts';

@Entity({ name: 'service_availability' })
@Check('service_availability_state_check', `state in ('AVAILABLE', 'UNAVAILABLE')`)
export class ServiceAvailabilityEntity {
  @PrimaryColumn({ type: 'text' })
  service!: string;

  @Column({ type: 'text' })
  state!: AvailabilityStateName;

  @Column({ type: 'timestamptz' })
  since!: Date;

  @Column({ name: 'checked_at', type: 'timestamptz' })
  checkedAt!: Date;
}

import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { ServiceAvailability } from './availability.ts';

export enum AvailabilityState {
  AVAILABLE = 'AVAILABLE',
  UNAVAILABLE = 'UNAVAILABLE',
}

registerEnumType(AvailabilityState, {
  name: 'AvailabilityState',
  description: '子图服务的可用状态',
  valuesConfig: {
    AVAILABLE: { description: '可用：最近一次探测有应答' },
    UNAVAILABLE: { description: '不可用：最近的探测无应答，已核收的指标值和得分不受影响' },
  },
});

@ObjectType({ description: '子图服务此刻是否可用，由平台探测得出' })
export class Availability {
  @Field(() => AvailabilityState, { description: '可用状态' })
  readonly state: AvailabilityState;

  @Field(() => Date, { description: '进入该状态的时刻' })
  readonly since: Date;

  @Field(() => Date, { description: '最近一次探测的时刻' })
  readonly checkedAt: Date;

  constructor(availability: ServiceAvailability) {
    this.state = AvailabilityState[availability.state];
    this.since = availability.since;
    this.checkedAt = availability.checkedAt;
  }
}

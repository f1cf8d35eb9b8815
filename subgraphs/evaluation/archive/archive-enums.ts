import { registerEnumType } from 'type-graphql';

/** How far the sealing of a round has come, in the graph. */
export enum ArchiveState {
  LOCKING = 'LOCKING',
  SEALED = 'SEALED',
}

registerEnumType(ArchiveState, {
  name: 'ArchiveState',
  description: '锁定归档的状态',
  valuesConfig: {
    LOCKING: { description: '锁定中：正在由各部门锁定指标值并交回锁定回执，或正在封存' },
    SEALED: { description: '已封存：各部门均已交回锁定回执，快照已签名，不再改变' },
  },
});

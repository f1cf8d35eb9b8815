import { describe, expect, it } from 'vitest';
import type { PeerGroups } from '../../../shared/catalogue/subject/peer-groups.ts';
import { peerGroupOf, statePeerGroup } from './peer-group.ts';

const derived = { status: 'derived', reason: '测试' } as const;
const peerGroups: PeerGroups = {
  classifications: [
    {
      ...derived,
      ...{ id: 'structure', zh: '结构', subjectKind: 'province' },
      groups: [
        { id: 'service', zh: '服务业为主的地区' },
        { id: 'industry', zh: '工业为主的地区' },
      ],
    },
  ],
  memberships: [
    { subject: 'a', group: 'service', validFrom: '2022-01-01', validTo: null },
    { subject: 'b', group: 'industry', validFrom: '2022-01-01', validTo: '2025-01-01' },
  ],
};
const groupOf = (subject: string, year = 2025) =>
  peerGroupOf({ peerGroups }, { subjectKind: 'province' }, { subject, year });

describe('the group within which ranks are told', () => {
  it('is that of the subjects in the same groups in the year', () => {
    expect(groupOf('a')).toEqual({ code: 'service', name: '服务业为主的地区' });
    expect(groupOf('b', 2024)).toEqual({ code: 'industry', name: '工业为主的地区' });
    expect(groupOf('b', 2025)).toEqual(groupOf('nowhere'));
  });

  it('is that of all where subjects of the kind have no groups', () => {
    const district = peerGroupOf({ peerGroups }, { subjectKind: 'district' }, { subject: 'a', year: 2025 });
    expect(district).toEqual({ code: '', name: '全部评价对象' });
  });

  it('is stated with framework and year', () => {
    expect(statePeerGroup({ title: '某体系' }, 2025, groupOf('a'))).toBe('某体系·2025年·服务业为主的地区');
  });
});

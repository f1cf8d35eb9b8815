import type { Catalogue } from '../catalogue.ts';
import { type CatalogueFault, faultsAt } from './catalogue-fault.ts';

/** Every member unit is carried by a subgraph that knows it, every subgraph belongs to a unit. */
export function checkMemberUnits(catalogue: Catalogue): CatalogueFault[] {
  return [...checkCarriers(catalogue), ...checkHosts(catalogue)];
}

function checkCarriers({ memberUnits, subgraphs }: Catalogue): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const { id, subgraph, kind } of memberUnits.values()) {
    const add = faultsAt(`成员单位 ${id}`, faults);
    const carrier = subgraphs.get(subgraph);
    if (carrier === undefined) add('UNKNOWN_SUBGRAPH', `没有这个子图：${subgraph}`);
    else if (kind === 'hosted' ? !carrier.hosts.includes(id) : carrier.unit !== id) {
      add('HOST_MISMATCH', `子图 ${subgraph} 未承载此单位`);
    }
  }
  return faults;
}

function checkHosts({ memberUnits, subgraphs }: Catalogue): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const { id, unit, hosts } of subgraphs.values()) {
    const add = faultsAt(`子图 ${id}`, faults);
    for (const member of [unit, ...hosts]) {
      const known = memberUnits.get(member);
      if (known === undefined) add('UNKNOWN_UNIT', `没有这个成员单位：${member}`);
      else if (known.subgraph !== id) add('HOST_MISMATCH', `成员单位 ${member} 写在子图 ${known.subgraph} 之下`);
    }
  }
  return faults;
}

import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { badUserInput } from '../../../shared/graphql/errors.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import { noteFleeting } from '../../../shared/observability/lasting-reply.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { AvailabilitySource } from '../availability/availability-monitor.service.ts';
import { Availability } from '../availability/availability.type.ts';
import { districtFrameworkInForce } from './framework-in-force.ts';
import { MemberUnit, Subgraph, type Surroundings } from './member-unit.type.ts';
import { type Responsibility, toResponsibility } from './responsibility.type.ts';
import { dutiesByUnit } from './responsibility.ts';

export interface DirectoryDependencies {
  readonly catalogue: Catalogue;
  readonly availability: AvailabilitySource;
  readonly clock: Clock;
}

/** The member units and subgraphs of the catalogue as the graph shows them, all in memory: no look-up asks the database. */
export class MemberUnitDirectory implements Surroundings {
  /** In their official order. */
  readonly units: readonly MemberUnit[];
  readonly subgraphs: readonly Subgraph[];

  private readonly dependencies: DirectoryDependencies;
  private readonly moments = new RequestMemory<ReturnType<AvailabilitySource['current']>>();
  private readonly unitsByCode: ReadonlyMap<string, MemberUnit>;
  private readonly subgraphsByCode: ReadonlyMap<string, Subgraph>;
  private readonly responsibilitiesByFramework: ReadonlyMap<string, ReadonlyMap<string, Responsibility[]>>;

  constructor(dependencies: DirectoryDependencies) {
    const { catalogue } = dependencies;
    this.dependencies = dependencies;
    this.units = [...catalogue.memberUnits.values()].map((row) => new MemberUnit(row, this));
    this.subgraphs = [...catalogue.subgraphs.values()].map((row) => new Subgraph(row, this));
    this.unitsByCode = new Map(this.units.map((unit) => [unit.code, unit]));
    this.subgraphsByCode = new Map(this.subgraphs.map((subgraph) => [subgraph.code, subgraph]));
    this.responsibilitiesByFramework = responsibilitiesOf(catalogue);
  }

  unit(code: string): MemberUnit | null {
    return this.unitsByCode.get(code) ?? null;
  }

  subgraph(code: string): Subgraph | null {
    return this.subgraphsByCode.get(code) ?? null;
  }

  /** All units of one request see the same moment. */
  async availability(subgraph: string, context: SubgraphContext): Promise<Availability | null> {
    noteFleeting();
    const services = await this.moments.of(context, 'availability', () => this.dependencies.availability.current());
    const service = services.get(subgraph);
    return service ? new Availability(service) : null;
  }

  responsibilities(unit: string, framework: string | null): Responsibility[] {
    const { catalogue, clock } = this.dependencies;
    const id = framework ?? districtFrameworkInForce(catalogue, clock.now())?.id;
    if (id === undefined) return [];
    const units = this.responsibilitiesByFramework.get(id);
    if (!units) throw badUserInput(`没有代码为 ${id} 的指标体系责任分工`);
    return units.get(unit) ?? [];
  }
}

function responsibilitiesOf(catalogue: Catalogue): Map<string, Map<string, Responsibility[]>> {
  const byFramework = new Map<string, Map<string, Responsibility[]>>();
  for (const split of catalogue.splits.values()) {
    const framework = catalogue.frameworks.get(split.framework);
    if (!framework) continue;
    const units = [...dutiesByUnit(framework, split)].map(
      ([unit, duties]) => [unit, duties.map(toResponsibility)] as const,
    );
    byFramework.set(framework.id, new Map(units));
  }
  return byFramework;
}

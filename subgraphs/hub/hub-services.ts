import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import type { Clock } from '../../shared/primitives/clock.ts';
import { createAuditRepository } from './access-audit/access-audit.repository.ts';
import { AuditService } from './access-audit/access-audit.service.ts';
import { createDataReadRepository } from './data-read/data-read.repository.ts';
import { dataReadRoute } from './data-read/data-read.route.ts';
import { DataReadService } from './data-read/data-read.service.ts';
import { EntitlementChangesService } from './entitlement/entitlement-changes.service.ts';
import type { EntitlementSignal } from './entitlement/entitlement-signal.ts';
import { createEntitlementRepository } from './entitlement/entitlement.repository.ts';
import { entitlementRoute } from './entitlement/entitlement.route.ts';
import { createSpendRepository } from './gateway-spend/gateway-spend.repository.ts';
import { gatewaySpendRoute } from './gateway-spend/gateway-spend.route.ts';
import { createGrantRepository } from './grant/grant.repository.ts';
import { GrantService } from './grant/grant.service.ts';
import { grantableMeasures } from './grant/grantable-measures.ts';
import { createPersonRepository } from './person/person.repository.ts';
import { PersonService } from './person/person.service.ts';
import { personViewerRoute } from './person/person-viewer.route.ts';
import { introspectionRoute } from './token/introspection.route.ts';
import { createTokenRepository } from './token/token.repository.ts';
import { TokenService } from './token/token.service.ts';

/** What the hub keeps about identity: who may do what, who did, and who read whose figures. */
export interface HubServices {
  readonly tokens: TokenService;
  readonly grants: GrantService;
  readonly people: PersonService;
  readonly reads: DataReadService;
  readonly audit: AuditService;
}

export interface HubServiceDependencies {
  readonly dataSource: DataSource;
  readonly catalogue: Catalogue;
  readonly trustedAcrs: ReadonlySet<string>;
  readonly clock: Clock;
}

export function createHubServices({ dataSource, catalogue, trustedAcrs, clock }: HubServiceDependencies): HubServices {
  const records = createAuditRepository(dataSource);
  const memberUnits = new Set(catalogue.memberUnits.keys());
  const measures = new Set([...catalogue.frameworks.values()].flatMap((framework) => [...framework.measures.keys()]));
  const common = { audit: records, memberUnits, clock };
  return {
    tokens: new TokenService({ ...common, store: createTokenRepository(dataSource) }),
    grants: new GrantService({
      ...common,
      store: createGrantRepository(dataSource),
      measures,
      isSensitive: (measure) => catalogue.sensitiveMeasures.has(measure),
      grantableOf: grantableMeasures(catalogue),
    }),
    people: new PersonService({ ...common, store: createPersonRepository(dataSource), trustedAcrs }),
    reads: new DataReadService(createDataReadRepository(dataSource)),
    audit: new AuditService(records),
  };
}

/** The signed routes by which gateways ask the hub. */
export function hubRoutes(
  { tokens, people, grants, reads }: HubServices,
  entitlements: { readonly dataSource: DataSource; readonly signal: EntitlementSignal },
): (app: FastifyInstance) => void {
  const granted = async (viewer: Viewer | null) => viewer && grants.withGrants(viewer);
  const changes = new EntitlementChangesService({
    store: createEntitlementRepository(entitlements.dataSource),
    signal: entitlements.signal,
  });
  const routes = [
    introspectionRoute(async (token) => granted(await tokens.introspect(token))),
    personViewerRoute(async (identity, signIn) => granted(await people.viewerOfSignIn(identity, signIn))),
    entitlementRoute(changes, entitlements.signal),
    dataReadRoute(reads),
    gatewaySpendRoute(createSpendRepository(entitlements.dataSource)),
  ];
  return (app) => {
    for (const add of routes) add(app);
  };
}

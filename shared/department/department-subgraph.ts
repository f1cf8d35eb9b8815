import type { GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import { loadAcceptance } from '../catalogue/responsibility/acceptance.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { SubjectEntry } from '../catalogue/subject/subjects.ts';
import { createDisclosure } from '../identity/disclosure.ts';
import { buildSubgraph, type SubgraphDefinition } from '../graphql/federation.ts';
import type { UploadReceiver } from '../graphql/upload-call.ts';
import type { Clock } from '../primitives/clock.ts';
import { isUuid } from '../primitives/identifiers.ts';
import { createAuditResolver } from '../audit/audit-trail.resolver.ts';
import { createAuditTrailService } from '../audit/audit-trail.service.ts';
import { createAuditSource } from './audit/audit-trail.repository.ts';
import { createActService } from './act/act.service.ts';
import { createChangeFeedService } from './change-feed/change-feed.service.ts';
import type { ChangeSignal } from './change-feed/change-signal.ts';
import type { Department } from './department.ts';
import { createDepartmentKnowledge } from './department-knowledge.ts';
import { createChangeResolver } from './graphql/change.resolver.ts';
import { createActResolver } from './graphql/act.resolver.ts';
import { createActTypes } from './graphql/act-types.ts';
import type { DepartmentServices } from './graphql/department-services.ts';
import { createDepartmentTypes } from './graphql/department-types.ts';
import { observationLoader, publicationLoader } from './graphql/loaders.ts';
import { createObservationResolvers } from './graphql/observation.resolver.ts';
import { createOfficeResolver } from './graphql/office.resolver.ts';
import { createOfficeTypes } from './graphql/office-types.ts';
import { createPublicationResolver } from './graphql/publication.resolver.ts';
import { createPublicationTypes } from './graphql/publication-types.ts';
import { createPublishResolver } from './graphql/publish.resolver.ts';
import { createPublishTypes } from './graphql/publish-types.ts';
import { createRecordResolver } from './graphql/record.resolver.ts';
import { createRecordTypes } from './graphql/record-types.ts';
import { toObservationShape, toPublicationShape } from './graphql/shapes.ts';
import { createFreezeService } from './freeze/freeze.service.ts';
import { createObservationService } from './observation/observation.service.ts';
import { createPolicyService } from './policy/policy.service.ts';
import { createPublicationService } from './publication/publication.service.ts';
import { createPublishService } from './publication/publish.service.ts';
import { createReceiptService } from './receipt/receipt.service.ts';
import type { ReceiptSigner } from './receipt/receipt.ts';
import { defaultUploadLimits, type UploadLimits } from './upload/upload.ts';
import { createUploadService } from './upload/upload.service.ts';
import { createRuleService } from './validation/rule.service.ts';
import { createWaiverService } from './waiver/waiver.service.ts';
import { createWithdrawalService } from './withdrawal/withdrawal.service.ts';

/** What the machine needs from outside to run a department. */
export interface DepartmentDependencies {
  readonly dataSource: DataSource;
  readonly catalogue: Catalogue;
  readonly subjects: readonly SubjectEntry[];
  readonly signer: ReceiptSigner;
  readonly signal: ChangeSignal;
  readonly clock: Clock;
  readonly uploadLimits?: UploadLimits;
}

/** What a department's process serves. */
export interface DepartmentSubgraph {
  readonly schema: GraphQLSchema;
  /** Takes files. */
  readonly upload: UploadReceiver;
}

/** Builds the subgraph of a department. What a department adds of its own comes as `additions`. */
export async function createDepartmentSubgraph(
  department: Department,
  dependencies: DepartmentDependencies,
  additions: Partial<SubgraphDefinition> = {},
): Promise<DepartmentSubgraph> {
  const services = createServices(department, dependencies);
  const schema = await buildDepartmentSchema(department, services, additions);
  return { schema, upload: services.uploads.receive };
}

/** The schema without anything behind it, for printing and composition. */
export function printableDepartmentSchema(
  department: Department,
  additions: Partial<SubgraphDefinition> = {},
): Promise<GraphQLSchema> {
  return buildDepartmentSchema(department, PRINTING_ONLY, additions);
}

function notServing(): never {
  throw new Error('this schema is for printing only');
}

const PRINTING_ONLY: DepartmentServices = {
  publish: { publish: notServing },
  withdrawals: { withdraw: notServing },
  acts: { act: notServing },
  publications: { mayRead: notServing, findByIds: notServing, list: notServing },
  policies: { decide: notServing, list: notServing },
  waivers: { waive: notServing },
  freezes: { freeze: notServing },
  observations: { list: notServing, ofPublication: notServing, historyOf: notServing, findByIds: notServing },
  uploads: { receive: notServing, progress: notServing },
  receipts: { ofKey: notServing, chain: notServing, keys: notServing },
  rules: { list: notServing },
  changeFeed: { follow: notServing, state: notServing },
  auditTrail: { list: notServing },
};

function createServices(department: Department, dependencies: DepartmentDependencies): DepartmentServices {
  const { dataSource, catalogue, subjects, signer, signal, clock } = dependencies;
  const knowledge = createDepartmentKnowledge(department, catalogue, subjects);
  const publishing = { department, knowledge, dataSource, signer, clock };
  return {
    publish: createPublishService(publishing),
    withdrawals: createWithdrawalService(publishing),
    acts: createActService({ ...publishing, acceptance: loadAcceptance() }),
    publications: createPublicationService(dataSource, knowledge),
    policies: createPolicyService(publishing),
    waivers: createWaiverService(publishing),
    freezes: createFreezeService(publishing),
    observations: createObservationService(department.service, dataSource, {
      disclosure: createDisclosure(catalogue, clock),
      carried: knowledge,
    }),
    uploads: createUploadService(publishing, dependencies.uploadLimits ?? defaultUploadLimits),
    receipts: createReceiptService(dataSource, signer, knowledge),
    rules: createRuleService(department),
    changeFeed: createChangeFeedService(dataSource, signal),
    auditTrail: createAuditTrailService(createAuditSource(dataSource.manager)),
  };
}

function buildDepartmentSchema(
  department: Department,
  services: DepartmentServices,
  additions: Partial<SubgraphDefinition>,
): Promise<GraphQLSchema> {
  const types = createDepartmentTypes(department);
  const publishTypes = createPublishTypes(department, types);
  const publicationTypes = createPublicationTypes(department, types);
  const recordTypes = createRecordTypes(department, types);
  return buildSubgraph({
    resolvers: [
      ...createObservationResolvers(department, types, services),
      createPublicationResolver(department, types, publicationTypes, services),
      createPublishResolver(department, publishTypes, services),
      createActResolver(department, createActTypes(department, types), services),
      createOfficeResolver(department, createOfficeTypes(department, publishTypes.DimensionInput), services),
      createRecordResolver(department, recordTypes, services),
      createChangeResolver(department, types, services),
      createAuditResolver(department, services.auditTrail),
      ...(additions.resolvers ?? []),
    ],
    orphanedTypes: [types.Observation, types.Subject, ...(additions.orphanedTypes ?? [])],
    references: {
      [`${department.typePrefix}Observation`]: async ({ id, reference }, context) => {
        const found = await observationLoader(services, context).load(String(reference ?? id));
        return found && toObservationShape(department, found);
      },
      [`${department.typePrefix}Publication`]: async ({ id }, context) => {
        const found = isUuid(String(id)) ? await publicationLoader(services, context).load(String(id)) : null;
        return found && services.publications.mayRead(context.viewer, found) ? toPublicationShape(found) : null;
      },
      Subject: ({ code }) => ({ code }),
      ...additions.references,
    },
  });
}

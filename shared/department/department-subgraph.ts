import type { GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { SubjectEntry } from '../catalogue/subjects.ts';
import { buildSubgraph, type SubgraphDefinition } from '../graphql/federation.ts';
import type { Clock } from '../primitives/clock.ts';
import { createAuditResolver } from '../audit/audit-trail.resolver.ts';
import { createAuditTrailService } from '../audit/audit-trail.service.ts';
import { createAuditSource } from './audit/audit-trail.repository.ts';
import { createChangeFeedService } from './change-feed/change-feed.service.ts';
import type { ChangeSignal } from './change-feed/change-signal.ts';
import type { Department } from './department.ts';
import { createDepartmentKnowledge } from './department-knowledge.ts';
import { createChangeResolver } from './graphql/change.resolver.ts';
import type { DepartmentServices } from './graphql/department-services.ts';
import { createDepartmentTypes } from './graphql/department-types.ts';
import { observationLoader, publicationLoader } from './graphql/loaders.ts';
import { createObservationResolvers } from './graphql/observation.resolver.ts';
import { createPublishResolver } from './graphql/publish.resolver.ts';
import { createPublishTypes } from './graphql/publish-types.ts';
import { toObservationShape, toPublicationShape } from './graphql/shapes.ts';
import { createObservationService } from './observation/observation.service.ts';
import { mayReadPublication } from './publication/publication.permission.ts';
import { createPublicationService } from './publication/publication.service.ts';
import { createPublishService } from './publication/publish.service.ts';
import type { ReceiptSigner } from './receipt/receipt.ts';

/** What the machine needs from outside to run a department. */
export interface DepartmentDependencies {
  readonly dataSource: DataSource;
  readonly catalogue: Catalogue;
  readonly subjects: readonly SubjectEntry[];
  readonly signer: ReceiptSigner;
  readonly signal: ChangeSignal;
  readonly clock: Clock;
}

/** Builds the federation schema of a department. What a department adds of its own comes as `additions`. */
export function createDepartmentSubgraph(
  department: Department,
  dependencies: DepartmentDependencies,
  additions: Partial<SubgraphDefinition> = {},
): Promise<GraphQLSchema> {
  return buildDepartmentSchema(department, createServices(department, dependencies), additions);
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
  publications: { findByIds: notServing },
  observations: { list: notServing, findByIds: notServing },
  changeFeed: { follow: notServing },
  auditTrail: { list: notServing },
};

function createServices(department: Department, dependencies: DepartmentDependencies): DepartmentServices {
  const { dataSource, catalogue, subjects, signer, signal, clock } = dependencies;
  const knowledge = createDepartmentKnowledge(department, catalogue, subjects);
  return {
    publish: createPublishService({ department, knowledge, dataSource, signer, clock }),
    publications: createPublicationService(dataSource),
    observations: createObservationService(department.service, dataSource),
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
  return buildSubgraph({
    resolvers: [
      ...createObservationResolvers(department, types, services),
      createPublishResolver(department, types, publishTypes, services),
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
        const found = await publicationLoader(services, context).load(String(id));
        return found && mayReadPublication(context.viewer, found) ? toPublicationShape(found) : null;
      },
      Subject: ({ code }) => ({ code }),
      ...additions.references,
    },
  });
}

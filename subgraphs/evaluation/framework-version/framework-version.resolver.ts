import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { Result } from '../../../shared/primitives/result.ts';
import { wordOf } from '../framework/enum-of.ts';
import { SubjectKind } from '../framework/framework-enums.ts';
import { SUBJECT_KINDS } from '../subject/subject.ts';
import { FrameworkDiff } from './framework-diff.type.ts';
import type { FrameworkImportService } from './framework-import.service.ts';
import type { VersionRecord } from './framework-version.ts';
import { toIssue } from './framework-version.errors.ts';
import {
  CarryOverFrameworkInput,
  CarryOverFrameworkPayload,
  ImportFrameworkInput,
  ImportFrameworkPayload,
  PublishFrameworkInput,
  PublishFrameworkPayload,
} from './framework-version-input.type.ts';
import type { FrameworkVersionListService } from './framework-version-list.service.ts';
import type { FrameworkVersionService } from './framework-version.service.ts';
import { FrameworkVersion, KeyIndicatorAgreement } from './framework-version.type.ts';
import { toFrameworkDiff, toFrameworkVersion, toKeyIndicatorAgreement } from './framework-version-view.ts';

interface Services {
  readonly list: FrameworkVersionListService;
  readonly imports: FrameworkImportService;
  readonly acts: FrameworkVersionService;
}

/** Versions of frameworks: which there are, how they differ, how they come into use. */
export function createFrameworkVersionResolver({ list, imports, acts }: Services) {
  @Resolver(() => FrameworkVersion)
  class FrameworkVersionResolver {
    @Requires('catalogue:read')
    @Query(() => [FrameworkVersion], { nullable: true, description: '指标体系的各个版本及其状态，先后为序' })
    async frameworkVersions(@Ctx() { viewer }: SubgraphContext): Promise<FrameworkVersion[]> {
      return (await list.all(viewer)).map(toFrameworkVersion);
    }

    @Requires('catalogue:read')
    @Query(() => FrameworkVersion, { nullable: true, description: '按代码查指标体系的一个版本；没有时为空' })
    async frameworkVersion(
      @Arg('code', () => String, { description: '指标体系版本的代码' }) code: string,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<FrameworkVersion | null> {
      const found = await list.find(viewer, code);
      return found === null ? null : toFrameworkVersion(found);
    }

    @Requires('catalogue:read')
    @Query(() => FrameworkDiff, { nullable: true, description: '两版指标体系在评价上的不同；有一版不存在时为空' })
    async frameworkDiff(
      @Arg('from', () => String, { description: '前一版的代码' }) from: string,
      @Arg('to', () => String, { description: '后一版的代码' }) to: string,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<FrameworkDiff | null> {
      const compared = await list.compare(viewer, from, to);
      return compared === null ? null : toFrameworkDiff(compared);
    }

    @Requires('catalogue:read')
    @Query(() => FrameworkDiff, { nullable: true, description: '两个年度所用指标体系的不同；有一年没有时为空' })
    async frameworkYearDiff(
      @Arg('kind', () => SubjectKind, { description: '评价对象的种类' }) kind: SubjectKind,
      @Arg('from', () => Int, { description: '前一年度' }) from: number,
      @Arg('to', () => Int, { description: '后一年度' }) to: number,
      @Ctx() { viewer }: SubgraphContext,
    ): Promise<FrameworkDiff | null> {
      const compared = await list.compareYears(viewer, wordOf(SUBJECT_KINDS, kind), from, to);
      return compared === null ? null : toFrameworkDiff(compared);
    }

    @FieldResolver(() => KeyIndicatorAgreement, { nullable: true, description: '与关键绩效指标的一致程度' })
    async keyIndicatorAgreement(@Root() { record }: FrameworkVersion): Promise<KeyIndicatorAgreement> {
      return toKeyIndicatorAgreement(await list.agreement(record));
    }

    @FieldResolver(() => String, { nullable: true, description: '全部内容的规范 JSON，即计算 SHA-256 的文本' })
    documents(@Root() { record }: FrameworkVersion): Promise<string> {
      return list.documents(record);
    }

    @Requires('framework:import')
    @Mutation(() => ImportFrameworkPayload, { description: '以工作簿导入一版指标体系草案；有任何问题即全部不予保存' })
    async importFramework(
      @Arg('input', () => ImportFrameworkInput, { description: '工作簿' }) input: ImportFrameworkInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<ImportFrameworkPayload> {
      const request = { workbook: input.workbook, isTrial: input.dryRun === true };
      const imported = await imports.import(viewer, request, trace.traceId);
      if (!imported.ok) {
        const { faults, errors } = imported.error;
        const all = [...errors, ...faults.map(toIssue)].map(toUserError);
        return { version: null, code: null, hash: null, isUnchanged: false, newMeasures: [], faults, errors: all };
      }
      const { record, ...found } = imported.value;
      return { ...found, version: await this.shown(viewer, record), faults: [], errors: [] };
    }

    @Requires('framework:publish')
    @Mutation(() => PublishFrameworkPayload, { description: '启用一版指标体系草案；启用后不再改动，所评各项随即计算' })
    publishFramework(
      @Arg('input', () => PublishFrameworkInput, { description: '启用的决定' }) input: PublishFrameworkInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<PublishFrameworkPayload> {
      const decision = { ...input, documentNumber: input.documentNumber ?? null };
      return this.payload(viewer, acts.publish(viewer, decision, trace.traceId));
    }

    @Requires('framework:publish')
    @Mutation(() => CarryOverFrameworkPayload, { description: '决定把一版指标体系沿用于其后的年度' })
    carryOverFramework(
      @Arg('input', () => CarryOverFrameworkInput, { description: '沿用的决定' }) input: CarryOverFrameworkInput,
      @Ctx() { viewer, trace }: SubgraphContext,
    ): Promise<CarryOverFrameworkPayload> {
      const decision = { ...input, documentNumber: input.documentNumber ?? null };
      return this.payload(viewer, acts.carryOver(viewer, decision, trace.traceId));
    }

    private async payload(viewer: Viewer, act: Promise<Result<VersionRecord, Issue[]>>) {
      const done = await act;
      if (!done.ok) return { version: null, errors: done.error.map(toUserError) };
      return { version: await this.shown(viewer, done.value), errors: [] };
    }

    private async shown(viewer: Viewer, record: VersionRecord | null): Promise<FrameworkVersion | null> {
      const found = record === null ? null : await list.find(viewer, record.code);
      return found === null ? null : toFrameworkVersion(found);
    }
  }
  return FrameworkVersionResolver;
}

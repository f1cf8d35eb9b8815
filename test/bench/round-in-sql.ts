import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import type { Measure } from '../../shared/catalogue/framework/measure.ts';
import type { CellNode, Slot } from '../../shared/scoring/compile/cell-node.ts';
import { CellPlanner } from '../../shared/scoring/compile/cell-planner.ts';
import {
  type CompileContext,
  type MeasureChoice,
  nodeOfMeasure,
  valueNodes,
} from '../../shared/scoring/compile/compile-context.ts';
import { meanNode } from '../../shared/scoring/outcome/combine-outcomes.ts';
import { ONE, type ScoreNode } from '../../shared/scoring/outcome/outcome.ts';
import { prepareScoring } from '../../shared/scoring/compile/prepare-scoring.ts';
import type { ReadIndicatorScoring, ScoringRule } from '../../shared/scoring/compile/read-scoring-model.ts';
import { SlotTable } from '../../shared/scoring/compile/slot-table.ts';
import type { Decimal } from '../../shared/primitives/decimal.ts';

/**
 * The scores of a whole round as one statement, written from the same model: what somebody would write who wanted the
 * figures and nothing else. Values that are there are read, derived, scored and weighed as the calculator does; there are
 * no intervals, no explanations, no evidence and no history.
 */
export function roundInSql(frameworkCode: string, year: number, table: string): string {
  const catalogue = loadCatalogue();
  const framework = catalogue.frameworks.get(frameworkCode);
  const model = catalogue.scoringModels.get(frameworkCode);
  const split = catalogue.splits.get(frameworkCode);
  if (!framework || !model || !split) throw new Error(`no framework ${frameworkCode}`);
  const slots = new RecordedSlots(split);
  const plan = prepareScoring({ framework, model, split, year });
  const planner = new CellPlanner(framework, year, slots);
  const context: CompileContext = { framework, planner, year, assessments: model.assessments };
  const writer = new RuleWriter(context);
  const indicators = plan.pillars.flatMap(({ groups }) => groups.flatMap((group) => group.indicators));
  const columns = indicators.map(({ scoring }) => `${writer.write(scoring.rule)} as i${scoring.code}`);
  const groups = plan.pillars.flatMap((pillar) => pillar.groups);
  const groupColumns = groups.map(({ code, indicators: own }) => {
    return `${mean(own.map(({ scoring }) => [scoring.weight, `i${scoring.code}`]))} as g${name(code)}`;
  });
  const pillarColumns = plan.pillars.map(({ code, groups: own }) => {
    return `${mean(own.map((group) => [group.weight, `g${name(group.code)}`]))} as p${name(code)}`;
  });
  const total = mean(plan.pillars.map(({ code, weight }) => [weight, `p${name(code)}`]));
  const told = [
    ...indicators.map(({ scoring }: { scoring: ReadIndicatorScoring }) => `('${scoring.code}', i${scoring.code})`),
    ...groups.map(({ code }) => `('group ${code}', g${name(code)})`),
    ...plan.pillars.map(({ code }) => `('pillar ${code}', p${name(code)})`),
    `('whole', whole)`,
  ];
  const places = slots.recorded.map(({ index, measure, period, key }) => {
    return `(${index}, '${measure}', '${period}', '${key.split('\t')[2] ?? ''}')`;
  });
  return `
    insert into ${table} (subject, code, score)
    with slot (place, measure, period, dimensions) as (values ${places.join(', ')}),
    known as (
      select o.subject, jsonb_object_agg(slot.place, case o.value when 'true' then 1 when 'false' then 0 else o.number end) as v
      from input_observation o join slot using (measure, period, dimensions)
      where o.known_to is null and o.period_year between ${year - 5} and ${year} group by o.subject),
    judged as (
      select subject, jsonb_object_agg(item, mark) as m from (
        select subject, item, avg(mark) as mark from assessment where year = ${year} and superseded_at is null group by subject, item
        union all
        select subject, item || ' superior', avg(mark) from assessment
        where year = ${year} and superseded_at is null and source = 'superior' group by subject, item) as marks
      group by subject),
    scored as materialized (select subject, ${columns.join(',\n')} from known left join judged using (subject)),
    grouped as materialized (select *, ${groupColumns.join(',\n')} from scored),
    summed as materialized (select *, ${pillarColumns.join(',\n')} from grouped),
    whole as materialized (select *, ${total} as whole from summed)
    select subject, told.code, round(told.score, 4) from whole cross join lateral (values ${told.join(', ')}) as told (code, score)`;
}

function name(code: string): string {
  return code.replaceAll(/\W/g, '_');
}

class RecordedSlots extends SlotTable {
  readonly recorded: Slot[] = [];

  override slot(measure: Measure, period: string, dimensions: string): Slot {
    const before = this.size;
    const slot = super.slot(measure, period, dimensions);
    if (this.size > before) this.recorded.push(slot);
    return slot;
  }
}

/** Weighted mean of what is there, null where nothing is. */
function mean(children: readonly (readonly [weight: Decimal | string, sql: string])[]): string {
  const [only] = children;
  if (children.length === 1 && only !== undefined) return only[1];
  const rows = children.map(([weight, sql]) => `(${weight.toString()}::numeric, ${sql})`);
  return `(select sum(w * x) / sum(w) filter (where x is not null) from (values ${rows.join(', ')}) as t (w, x))`;
}

/** An expression over `x`, worked out once; null for null. */
function over(x: string, body: string): string {
  return `(select case when x is null then null else ${body} end from (values (${x})) as t (x))`;
}

function linear(x: string, { zero, full, top }: { zero: Decimal; full: Decimal; top: string }): string {
  return `greatest(0, least(${top}, (${x} - ${zero}) * ${top} / ${full.minus(zero)}))`;
}

/** Stands in a tree of nodes for an expression. */
function leaf(sql: string): ScoreNode {
  return { ...meanNode('bands', sql, []), children: [] };
}

function written(node: ScoreNode): string {
  if (node.children.length === 0) return node.label;
  const children = node.children.map((child) => [child.weight, written(child.node)] as const);
  return node.rule === 'any-value' ? `greatest(${children.map(([, sql]) => sql).join(', ')})` : mean(children);
}

class RuleWriter {
  constructor(private readonly context: CompileContext) {}

  write(rule: ScoringRule): string {
    switch (rule.method) {
      case 'parts':
        return mean(rule.parts.map((part) => [part.share, this.write(part.rule)]));
      case 'by-peer-group':
        return this.write(rule.general);
      case 'linear-to-target': {
        const { floor, target, zeroCases } = rule.parameters;
        const sql = this.each(rule.parameters, (x) => over(x, linear('x', { zero: floor, full: target, top: '100' })));
        return zeroCases === undefined ? sql : `coalesce(${sql}, 100)`;
      }
      case 'bands': {
        const { bands, orMeasure, orMeasures = [] } = rule.parameters;
        const others = [...(orMeasure === undefined ? [] : [orMeasure]), ...orMeasures];
        const cases = bands.map(({ atLeast, score }) => `when x >= ${atLeast} then ${score}`).join(' ');
        return this.each({ ...rule.parameters, others }, (x) => over(x, `case ${cases} else 0 end`));
      }
      case 'plan-completion':
        return this.plan(rule.parameters);
      case 'growth':
        return this.growth(rule.parameters);
      case 'attainment-and-effort':
        return this.effort(rule.parameters);
      case 'checklist':
        return this.checklist(rule.parameters);
      case 'survey':
        return this.survey(rule.parameters);
      case 'rubric': {
        const { assessmentItem, ratedByOnly } = rule.parameters;
        return `(m ->> '${assessmentItem}${ratedByOnly === undefined ? '' : ' superior'}')::numeric`;
      }
      case 'rank':
      case 'informational':
        return 'null::numeric';
    }
  }

  /** The measure at its coordinates, as the methods take it apart. */
  private each(choice: MeasureChoice, body: (x: string) => string): string {
    const node = nodeOfMeasure(this.context, choice, (measure, coordinates) => {
      const cell = this.context.planner.total(measure.code, coordinates);
      return cell === null ? null : leaf(body(sqlOf(cell)));
    });
    return written(node);
  }

  private plan(parameters: Extract<ScoringRule, { method: 'plan-completion' }>['parameters']): string {
    const { floor, full, cap, numerator, denominator } = parameters;
    const limits = { zero: floor, full, top: cap?.toString() ?? '100' };
    const node = nodeOfMeasure(this.context, parameters, (measure, coordinates) => {
      const { planner } = this.context;
      const [done, planned] = [numerator, denominator].map((code) =>
        code === undefined ? null : planner.total(code, coordinates),
      );
      const whole = planner.total(measure.code, coordinates);
      if (done && planned) return leaf(over(ratio(sqlOf(done), sqlOf(planned)), linear('x', limits)));
      return whole === null ? null : leaf(over(sqlOf(whole), linear('x', limits)));
    });
    return written(node);
  }

  private growth(parameters: Extract<ScoringRule, { method: 'growth' }>['parameters']): string {
    const limits = { zero: parameters.zeroAt, full: parameters.fullAt, top: '100' };
    const node = nodeOfMeasure(this.context, parameters, (measure, coordinates) => {
      const now = this.context.planner.total(measure.code, coordinates);
      const before = this.context.planner.total(measure.code, coordinates, 1);
      if (now === null || before === null) return null;
      return leaf(over(growthOf(sqlOf(now), sqlOf(before)), linear('x', limits)));
    });
    return written(node);
  }

  private effort(parameters: Extract<ScoringRule, { method: 'attainment-and-effort' }>['parameters']): string {
    const { floor, target, effortCap, effortFullChange, direction, periodicity } = parameters;
    const level = linear('x', { zero: floor, full: target, top: '100' });
    const change = direction === 'higher' ? 'x - b' : 'b - x';
    const effort = `greatest(0, least(${effortCap}, (${change}) * ${effortCap} / ${effortFullChange}))`;
    const node = nodeOfMeasure(this.context, parameters, (measure, coordinates) => {
      const now = this.context.planner.total(measure.code, coordinates);
      const before = this.context.planner.total(measure.code, coordinates, 1);
      if (now === null || before === null) return null;
      const body = `case when x is null then null when b is null or ${level} >= ${effortCap} then ${level} else greatest(${level}, ${effort}) end`;
      // Progress of a term of office shows in a year with an election, and none is known to have been held.
      const base = periodicity === 'TERM_OF_OFFICE' ? 'null::numeric' : sqlOf(before);
      return leaf(`(select ${body} from (values (${sqlOf(now)}, ${base})) as t (x, b))`);
    });
    return written(node);
  }

  private checklist(parameters: Extract<ScoringRule, { method: 'checklist' }>['parameters']): string {
    const { items, perDimension, anyOf } = parameters;
    const parts = items.map(({ measure: code, atLeast, share }) => {
      const threshold = atLeast === 'true' ? '1' : atLeast.toString();
      const met = (x: string): string => over(x, `case when x >= ${threshold} then 100 else 0 end`);
      const measure = this.context.planner.measure(code);
      if (perDimension === undefined || !measure.dimensions.includes(perDimension.dimension))
        return [share, this.each({ measure: code }, met)] as const;
      const nodes = valueNodes(this.context, measure, [perDimension.dimension], (part, coordinates) => {
        if (coordinates.some((each) => perDimension.except.includes(each.code))) return leaf('');
        const cell = this.context.planner.total(part.code, coordinates);
        return cell === null ? null : leaf(met(sqlOf(cell)));
      });
      const asked = nodes.filter(({ label }) => label !== '');
      return [share, mean(asked.map(({ label }) => [ONE, label]))] as const;
    });
    const sum = mean(parts);
    return anyOf === undefined ? sum : over(sum, `case when x > 0 and x < ${anyOf} then ${anyOf} else x end`);
  }

  private survey(parameters: Extract<ScoringRule, { method: 'survey' }>['parameters']): string {
    const { planner, framework } = this.context;
    const measure = planner.measure(parameters.measure);
    const { derivation } = measure;
    const sizeCode =
      parameters.sizeMeasure ?? (derivation && 'denominator' in derivation ? derivation.denominator : null);
    const [dimension] = measure.dimensions;
    const shares = Object.entries(parameters.groupShares ?? {});
    const values = dimension === undefined ? [] : (framework.dimensions.get(dimension)?.values ?? []);
    const codes = shares.length > 0 ? shares.map(([code]) => code) : values.map(({ code }) => code);
    const places = dimension === undefined ? [[]] : codes.map((code) => [{ key: dimension, code }]);
    const cells = places.map((place) => {
      const [result, size] = [
        planner.total(measure.code, place),
        sizeCode === null ? null : planner.total(sizeCode, place),
      ];
      if (result === null || size === null) throw new Error(`${measure.code} cannot be read`);
      return { result: sqlOf(result), size: sqlOf(size) };
    });
    const limits = { zero: parameters.floor, full: parameters.target, top: '100' };
    const score =
      parameters.aggregate === 'MEAN_OF_ANSWERS'
        ? over(mean(cells.map(({ result, size }) => [size, result])), linear('x', limits))
        : mean(cells.map(({ result }, index) => [shares[index]?.[1] ?? ONE, over(result, linear('x', limits))]));
    return `case when ${cells.map(({ size }) => size).join(' + ')} >= ${parameters.minimumValid} then ${score} end`;
  }
}

/** What a place or a computed value comes to. */
function sqlOf(cell: CellNode): string {
  switch (cell.kind) {
    case 'entered': {
      if (cell.isUnavailable) return 'null::numeric';
      const parts = cell.rule === 'SUM' ? cell.slots.map(at).join(' + ') : at(cell.slots.at(-1));
      const rolled = `(${parts === '' ? 'null::numeric' : parts})`;
      return cell.annual === null ? rolled : `coalesce(${at(cell.annual)}, ${rolled})`;
    }
    case 'sum':
      return `(${cell.cells.map(sqlOf).join(' + ')})`;
    case 'carried':
      return `coalesce(${cell.cells.map(sqlOf).join(', ')})`;
    case 'derived': {
      if (cell.isUnavailable) return 'null::numeric';
      const [first = 'null::numeric', second = 'null::numeric', ...rest] = cell.parts.map(sqlOf);
      const computed = computedOf(cell.operation, first, [second, ...rest]);
      return cell.stored === null ? computed : `coalesce(${at(cell.stored)}, ${computed})`;
    }
  }
}

function computedOf(
  operation: Extract<CellNode, { kind: 'derived' }>['operation'],
  first: string,
  rest: readonly string[],
): string {
  const [second = 'null::numeric'] = rest;
  switch (operation) {
    case 'share':
    case 'completion':
      return ratio(first, second);
    case 'growth':
      return growthOf(first, second);
    case 'change':
      return `round(${first} - ${second}, 8)`;
    case 'sum':
      return `round(${[first, ...rest].join(' + ')}, 8)`;
  }
}

function ratio(part: string, whole: string): string {
  return `round(${part} / nullif(${whole}, 0), 8)`;
}

function growthOf(now: string, before: string): string {
  return `(select case when b > 0 then round((n - b) / b, 8) end from (values (${now}, ${before})) as t (n, b))`;
}

function at(slot: Slot | undefined): string {
  return slot === undefined ? 'null::numeric' : `(v ->> '${slot.index}')::numeric`;
}

import { loadAcceptance } from '../../catalogue/responsibility/acceptance.ts';
import { ObservationState } from '../../graphql/observation-state.type.ts';
import { mayAct, mayReach } from '../../identity/permission.ts';
import type { Viewer } from '../../identity/viewer.ts';
import { err, ok, type Result } from '../../primitives/result.ts';

/** What a department knows about the units it carries. */
export interface CarriedUnits {
  /** The unit that runs the subgraph. */
  readonly host: string;
  readonly units: ReadonlySet<string>;
  readonly unitName: (unit: string) => string;
}

/**
 * The unit a viewer may publish for: its own, or, for people of the unit that runs the subgraph, a unit it hosts (代录).
 * Anything else is refused with the reason.
 */
export function unitToPublishFor(
  viewer: Viewer,
  onBehalfOf: string | null,
  carried: CarriedUnits,
): Result<string, string> {
  if (!mayAct(viewer, 'observation:publish')) return err('没有报送权限：需要填报角色（unit-editor）');
  if (viewer.memberUnit === null) return err('没有报送权限：访问令牌不属于任何成员单位');
  const unit = onBehalfOf ?? viewer.memberUnit;
  if (!carried.units.has(unit)) {
    return err(`${carried.unitName(unit)}的数据不在本子图报送，本子图由${carried.unitName(carried.host)}承载`);
  }
  if (unit !== viewer.memberUnit && viewer.memberUnit !== carried.host) {
    return err(`${carried.unitName(viewer.memberUnit)}不能替${carried.unitName(unit)}报送`);
  }
  return ok(unit);
}

/** Whether a viewer may follow the change feed. */
export function mayFollowFeed(viewer: Viewer): boolean {
  return mayAct(viewer, 'change:follow');
}

/** What is to be read: whose it is, and where it stands as far as that is known. */
interface Reported {
  readonly memberUnit: string;
  readonly state?: ObservationState;
}

/**
 * Whether a viewer may see a unit's publications as such, with their events, values and receipts. A draft is the unit's
 * own paper: nobody else sees it before it is handed in, the office neither.
 */
export function mayReadPublication(viewer: Viewer, { memberUnit, state }: Reported, carried: CarriedUnits): boolean {
  if (state === ObservationState.DRAFT) return draftUnits(viewer, carried).includes(memberUnit);
  return readableUnits(viewer, carried)?.includes(memberUnit) ?? true;
}

/** The units whose publications a viewer may see; null for all. */
export function readableUnits(viewer: Viewer, carried: CarriedUnits): readonly string[] | null {
  if (mayReach(viewer, 'publication:read', { memberUnit: null, dataClass: 'internal' })) return null;
  return [...draftUnits(viewer, carried), ...acceptsFor(viewer)];
}

/** The units whose drafts a viewer may see: his own, and those he may hand in for. */
export function draftUnits(viewer: Viewer, carried: CarriedUnits): readonly string[] {
  const { memberUnit } = viewer;
  const isOwnOpen = memberUnit !== null && mayReach(viewer, 'publication:read', { memberUnit, dataClass: 'internal' });
  return [...(isOwnOpen ? [memberUnit] : []), ...typesInFor(viewer, carried)];
}

/** The units a viewer may hand in for (代录); who hands in must see what became of it. */
function typesInFor(viewer: Viewer, { host, units }: CarriedUnits): ReadonlySet<string> {
  return viewer.memberUnit === host && mayAct(viewer, 'observation:publish') ? units : new Set();
}

/** The units whose values the viewer's unit is named to accept. */
function acceptsFor(viewer: Viewer): readonly string[] {
  if (viewer.memberUnit === null || !mayAct(viewer, 'publication:accept')) return [];
  return loadAcceptance().acceptedBy(viewer.memberUnit);
}

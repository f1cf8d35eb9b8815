/** 成员单位 */
export interface MemberUnit {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** The subgraph that carries it: its own, or `union` for the units without a system. */
  readonly subgraph: string;
  readonly kind: 'first-class' | 'hosted';
  readonly functions: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export interface Subgraph {
  readonly id: string;
  readonly unit: string;
  readonly nameZh: string;
  readonly hosts: readonly string[];
}

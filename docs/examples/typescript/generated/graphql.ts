/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** 得分的状态：所依据的值是否齐全 */
export type IndicatorStatus =
  /** 齐全：缺少的值不再影响得分 */
  | 'COMPLETE'
  /** 部分：收到一部分，得分为区间 */
  | 'PARTIAL'
  /** 缺少：尚未收到，不按零分计 */
  | 'MISSING'
  /** 不适用：当年不评，权重由同组其他指标分担 */
  | 'NOT_APPLICABLE'
  /** 仅供参考：展示而不计分 */
  | 'INFORMATIONAL';

export type ValueEvidenceQueryVariables = Exact<{
  code: string;
  year: number;
  indicator: string;
}>;


export type ValueEvidenceQuery = { subject: { evaluation: { indicators: { edges: Array<{ node: { explanation: string, score: { value: string | null, low: string, high: string, isComplete: boolean }, evidence: Array<{ value: string, revision: number, receiptHash: string | null, measure: { code: string, name: string | null, unitOfMeasure: { name: string } | null } | null, period: { code: string } | null, memberUnit: { name: string | null } | null, source:
                | { id: string }
                | { id: string }
                | { id: string }
                | { id: string }
               | null }> } }> } } | null } | null };

export type DistrictReportQueryVariables = Exact<{
  code: string;
  year: number;
}>;


export type DistrictReportQuery = { subject: { name: string | null, evaluation: { asOf: string, score: { value: string | null, low: string, high: string, isComplete: boolean } | null, groups: Array<{ weight: string, group: { code: string, name: string } | null, score: { value: string | null, low: string, high: string, isComplete: boolean } }>, missing: Array<{ memberUnit: { name: string | null } | null, measures: Array<{ code: string }> }>, indicators: { edges: Array<{ node: { status: IndicatorStatus, indicator: { group: { code: string } | null, measures: Array<{ code: string }> | null } | null } }> } } | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const ValueEvidenceDocument = new TypedDocumentString(`
    query ValueEvidence($code: String!, $year: Int!, $indicator: String!) {
  subject(code: $code) {
    evaluation(year: $year) {
      indicators(filter: {keys: [$indicator]}, first: 1) {
        edges {
          node {
            score {
              value
              low
              high
              isComplete
            }
            explanation
            evidence {
              measure {
                code
                name
                unitOfMeasure {
                  name
                }
              }
              period {
                code
              }
              value
              revision
              memberUnit {
                name
              }
              receiptHash
              source {
                id
              }
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ValueEvidenceQuery, ValueEvidenceQueryVariables>;
export const DistrictReportDocument = new TypedDocumentString(`
    query DistrictReport($code: String!, $year: Int!) {
  subject(code: $code) {
    name
    evaluation(year: $year) {
      asOf
      score {
        value
        low
        high
        isComplete
      }
      groups {
        group {
          code
          name
        }
        weight
        score {
          value
          low
          high
          isComplete
        }
      }
      missing {
        memberUnit {
          name
        }
        measures {
          code
        }
      }
      indicators(first: 100) {
        edges {
          node {
            status
            indicator {
              group {
                code
              }
              measures {
                code
              }
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DistrictReportQuery, DistrictReportQueryVariables>;
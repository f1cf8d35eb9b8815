/** Where the composed graph comes from: a file now, the registry later. */
export interface SupergraphSource {
  load(): Promise<string>;
  /** Calls back whenever the graph may have changed; returns how to stop. */
  watch(onChange: () => void): () => void;
}

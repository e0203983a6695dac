/** A run's story, event by event, for whoever asked for it (`--trace`). Costs nothing otherwise. */
export interface Tracer {
  /**
   * @param timeNs virtual time
   * @param node `undefined` for what belongs to no node
   * @param event such as `deliver`, `commit`, `crash`
   */
  record(timeNs: number, node: number | undefined, event: string, detail: Readonly<Record<string, unknown>>): void;
}

/**
 * The history format: what clients saw, in real-time order. One history a line; `quorum-bench check` reads it and
 * `run --history` writes it.
 *
 *     {id, model, init, linearizable?, events: [[process, type, op, value…], …]}
 */

/**
 * `cas-register`: one register of any JSON value, ops read, write, cas. `kv-put-append-get`: registers of text by key, ops
 * put, append, get. `kv`: the same with cas. Keys do not influence each other.
 */
export const MODELS = ['cas-register', 'kv-put-append-get', 'kv'] as const;
export type Model = (typeof MODELS)[number];

/** A client, or one session of it: at most one operation at a time. */
export type Process = number | string;

/**
 * `ok`: it took place. `fail`: it did not, for good; of a cas: it found another value. `info`, a `fail`
 * with the value `:timed-out`, or no completion at all: nobody knows, it may take effect at any later time or never.
 */
export const EVENT_TYPES = ['invoke', 'ok', 'fail', 'info'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** `[process, type, op, value]` of a register, `[process, type, op, key, value]` of a key-value store. A cas has `[from, to]`. */
export type HistoryEvent = readonly [process: Process, type: EventType, op: string, ...rest: readonly unknown[]];

export interface History {
  readonly id: string;
  readonly model: Model;
  /** The value of every register before the first event. */
  readonly init: unknown;
  /** The known verdict, where there is one. */
  readonly linearizable?: boolean;
  readonly events: readonly HistoryEvent[];
}

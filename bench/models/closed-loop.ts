/** Clients in a closed loop: each has one operation outstanding, or thinks. Times in ms, rates per s. */

const MS_PER_S = 1000;

/** Little's law, X (R + Z) = N: exact for any protocol, any distribution. The number of clients that a run must have had. */
export function littlesClients(throughputPerS: number, responseMs: number, thinkMs = 0): number {
  return (throughputPerS * (responseMs + thinkMs)) / MS_PER_S;
}

/**
 * Mean response time where every operation takes `workMs` of one shared server, in one piece or many, and `pathMs` in which
 * it needs no server: mean value analysis (Reiser and Lavenberg 1980), exact where each piece takes an exponential time.
 */
export function responseOfClosedLoop(clients: number, pathMs: number, workMs: number): number {
  let queued = 0;
  let response = 0;
  for (let n = 1; n <= clients; n++) {
    const atServer = workMs * (1 + queued);
    response = pathMs + atServer;
    queued = (n * atServer) / response;
  }
  return response;
}

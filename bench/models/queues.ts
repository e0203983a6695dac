/**
 * Mean time that a job waits for one server, first come, first served (Kleinrock, Queueing Systems I, 1975). Rates per ms,
 * times in ms: `arrivals` jobs per ms, each served in `service` ms on average, so that ρ = arrivals × service. Infinity from
 * ρ = 1 on. Ailijiang, Charapko and Demirbas (SIGMOD 2019) have these four in their Table 1, with µ the service rate.
 */

/** Poisson arrivals, exponential service: W = s ρ / (1 - ρ). */
export function waitMM1(arrivals: number, service: number): number {
  return waitMG1(arrivals, service, service);
}

/** Poisson arrivals, constant service: W = s ρ / (2 (1 - ρ)). */
export function waitMD1(arrivals: number, service: number): number {
  return waitMG1(arrivals, service, 0);
}

/** Poisson arrivals, any service with this standard deviation: W = (λ²σ² + ρ²) / (2 λ (1 - ρ)) (Pollaczek, Khinchine). */
export function waitMG1(arrivals: number, service: number, serviceDeviation: number): number {
  const busy = arrivals * service;
  if (busy >= 1) return Infinity;
  const square = service * service + serviceDeviation * serviceDeviation;
  return (arrivals * square) / (2 * (1 - busy));
}

/**
 * Any arrivals and service, by their squared coefficients of variation: Marchal's approximation,
 * W ≈ ρ² (1 + Cs) (Ca + ρ² Cs) / (2 λ (1 - ρ) (1 + ρ² Cs)). Exact for Poisson arrivals (Ca = 1).
 */
export function waitGG1(arrivals: number, service: number, arrivalVariation: number, serviceVariation: number): number {
  const busy = arrivals * service;
  if (busy >= 1) return Infinity;
  const square = busy * busy;
  const spread = square * serviceVariation;
  return (square * (1 + serviceVariation) * (arrivalVariation + spread)) / (2 * arrivals * (1 - busy) * (1 + spread));
}

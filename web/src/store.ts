/** The dashboard's state, and who wants to hear of its changes. */
export class Store<State extends object> {
  #state: Readonly<State>;
  readonly #listeners: { keys: (keyof State)[]; run: (state: Readonly<State>) => void }[] = [];

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Takes over what differs, then calls whoever asked for one of the changed keys, in the order in which they asked. */
  set(changes: Partial<State>): void {
    const changed = (Object.keys(changes) as (keyof State)[]).filter((key) => changes[key] !== this.#state[key]);
    this.#state = { ...this.#state, ...changes };
    for (const { keys, run } of this.#listeners)
      if (keys.some((key) => changed.includes(key))) run(this.#state);
  }

  /** Calls `run` now and whenever one of these keys changes. */
  watch(keys: (keyof State)[], run: (state: Readonly<State>) => void): void {
    this.#listeners.push({ keys, run });
    run(this.#state);
  }
}

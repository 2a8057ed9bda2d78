/** Remembers the answers asked for last; an answer that fails is asked for again. */
export class Recent<T> {
  #answers = new Map<string, Promise<T>>();

  constructor(readonly capacity: number) {}

  /** The answer, if it has been asked for. */
  peek(key: string): Promise<T> | undefined {
    return this.#answers.get(key);
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const answer = this.#answers.get(key) ?? ask();
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    if (this.#answers.size > this.capacity) this.#answers.delete(this.#answers.keys().next().value!);
    return answer;
  }
}

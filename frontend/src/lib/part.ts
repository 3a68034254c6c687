/** The code of a part of a page, fetched when it is wanted; where it does not come, the next wish tries again. */
export const part = <T>(load: () => Promise<{ default: T }>): Promise<T | null> =>
  load().then(
    (module) => module.default,
    () => null,
  );

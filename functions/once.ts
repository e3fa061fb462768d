const made = new Map<string, unknown>();

/** Made once for the life of the process, when it is first asked for. */
export function once<Made>(name: string, make: () => Made): Made {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as Made;
}

/** Whatever was made is made anew by the next who asks. */
export function forgetAll(): void {
  made.clear();
}

async function save(): Promise<void> {}

export function receive(): void {
  save()
}

export namespace Dossiers {
  export const one = 1
}

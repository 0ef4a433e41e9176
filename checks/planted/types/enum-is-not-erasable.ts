export enum Status {
  received,
}

export const en = {
  title: 'The process is stuck and cannot go on by itself',
  since: 'since {at}',
  who: 'Operators and procedure controllers help at the screen “Incidents”.',
}

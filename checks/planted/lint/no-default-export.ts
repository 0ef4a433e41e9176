export default function receive(): void {}

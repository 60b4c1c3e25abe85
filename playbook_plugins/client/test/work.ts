/** The processor time that `act` took, in milliseconds: other programs on the machine do not count. */
export function work(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1000;
}

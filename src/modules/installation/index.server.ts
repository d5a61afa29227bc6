export {
  clientDoor,
  getPublicAddress,
  installationStatus,
  lookAround,
  type Around,
  type InstallationStatus,
} from './look-around.server.ts';
export { setPublicAddress } from './set-address.server.ts';

import { setStationStatus, stationHeartbeat, updateStation } from './change-station.js';
import { meterUseCases } from './meter-use-cases.js';
import { pauseCharging, resumeCharging } from './pause-resume.js';
import type { Ports } from './ports.js';
import { acceptProposal, declineProposal } from './proposals.js';
import { queueUseCases } from './queue-use-cases.js';
import { registerStation } from './register-station.js';
import { reportConnectorStatus } from './report-connector-status.js';
import { startCharging } from './start-charging.js';
import { stopCharging } from './stop-charging.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    /** Reading, by who may see what. */
    reads: ports.reads,
    ...meterUseCases(ports),
    ...queueUseCases(ports),

    registerStation: registerStation(ports),
    updateStation: updateStation(ports),
    setStationStatus: setStationStatus(ports),
    stationHeartbeat: stationHeartbeat(ports),
    reportConnectorStatus: reportConnectorStatus(ports),

    startCharging: startCharging(ports),
    pauseCharging: pauseCharging(ports),
    resumeCharging: resumeCharging(ports),
    stopCharging: stopCharging(ports),

    acceptProposal: acceptProposal(ports),
    declineProposal: declineProposal(ports),
  };
}

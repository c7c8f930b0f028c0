import { acceptInvitation } from './accept-invitation.js';
import { acceptVehicleTransfer } from './accept-vehicle-transfer.js';
import { addPaymentMethod } from './add-payment-method.js';
import { buyPass } from './buy-pass.js';
import { cancelPass } from './cancel-pass.js';
import { cancelVehicleTransfer } from './cancel-vehicle-transfer.js';
import { changePassword } from './change-password.js';
import { readConsents, readPreferences, setConsent, setPreference } from './consents.js';
import { deactivateStaff } from './deactivate-staff.js';
import { readErasure, readErasureReport, requestErasure, withdrawErasure } from './erasure.js';
import { exchangeApiKey } from './exchange-api-key.js';
import { inviteStaff } from './invite-staff.js';
import { issueApiKey } from './issue-api-key.js';
import { linkIdentity } from './link-identity.js';
import { offerVehicleTransfer } from './offer-vehicle-transfer.js';
import { changePassProduct, offerPassProduct } from './offer-pass-product.js';
import type { Ports } from './ports.js';
import { reactivateStaff } from './reactivate-staff.js';
import {
  listApiKeys,
  listMyVehicles,
  listPaymentMethodsOf,
  listStaff,
  listVehiclesOf,
  readAuditLog,
  readMe,
  searchVehicles,
} from './read.js';
import { listPasses, listPassProducts } from './read-passes.js';
import { refresh } from './refresh.js';
import { registerVehicle } from './register-vehicle.js';
import { removePaymentMethod } from './remove-payment-method.js';
import { retireVehicle } from './retire-vehicle.js';
import { revokeApiKey } from './revoke-api-key.js';
import { setDefaultPaymentMethod } from './set-default-payment-method.js';
import { setStaffRoles } from './set-staff-roles.js';
import { signIn } from './sign-in.js';
import { signOut } from './sign-out.js';
import { signUp } from './sign-up.js';
import { updateProfile } from './update-profile.js';
import { updateVehicle } from './update-vehicle.js';

/** Every use case that a request can reach, over the same ports. */
export function useCases(ports: Ports) {
  return {
    acceptInvitation: acceptInvitation(ports),
    acceptVehicleTransfer: acceptVehicleTransfer(ports),
    addPaymentMethod: addPaymentMethod(ports),
    buyPass: buyPass(ports),
    cancelPass: cancelPass(ports),
    cancelVehicleTransfer: cancelVehicleTransfer(ports),
    changePassProduct: changePassProduct(ports),
    changePassword: changePassword(ports),
    deactivateStaff: deactivateStaff(ports),
    exchangeApiKey: exchangeApiKey(ports),
    inviteStaff: inviteStaff(ports),
    issueApiKey: issueApiKey(ports),
    linkIdentity: linkIdentity(ports),
    listApiKeys: listApiKeys(ports),
    listMyVehicles: listMyVehicles(ports),
    listPasses: listPasses(ports),
    listPassProducts: listPassProducts(ports),
    listPaymentMethodsOf: listPaymentMethodsOf(ports),
    listStaff: listStaff(ports),
    listVehiclesOf: listVehiclesOf(ports),
    offerPassProduct: offerPassProduct(ports),
    offerVehicleTransfer: offerVehicleTransfer(ports),
    reactivateStaff: reactivateStaff(ports),
    readAuditLog: readAuditLog(ports),
    readMe: readMe(ports),
    refresh: refresh(ports),
    registerVehicle: registerVehicle(ports),
    removePaymentMethod: removePaymentMethod(ports),
    retireVehicle: retireVehicle(ports),
    readConsents: readConsents(ports),
    readErasure: readErasure(ports),
    readPreferences: readPreferences(ports),
    setConsent: setConsent(ports),
    setPreference: setPreference(ports),
    readErasureReport: readErasureReport(ports),
    requestErasure: requestErasure(ports),
    revokeApiKey: revokeApiKey(ports),
    searchVehicles: searchVehicles(ports),
    setDefaultPaymentMethod: setDefaultPaymentMethod(ports),
    setStaffRoles: setStaffRoles(ports),
    signIn: signIn(ports),
    signOut: signOut(ports),
    signUp: signUp(ports),
    updateProfile: updateProfile(ports),
    updateVehicle: updateVehicle(ports),
    withdrawErasure: withdrawErasure(ports),
  };
}

export type UseCases = ReturnType<typeof useCases>;

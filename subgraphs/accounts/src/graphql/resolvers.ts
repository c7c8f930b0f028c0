import { AuditChange } from './AuditChange.js';
import { Customer } from './Customer.js';
import { Facility } from './Facility.js';
import type { Resolvers } from './generated/types.js';
import { Me } from './Me.js';
import { acceptInvitation } from './Mutation/acceptInvitation.js';
import { acceptVehicleTransfer } from './Mutation/acceptVehicleTransfer.js';
import { addPaymentMethod } from './Mutation/addPaymentMethod.js';
import { buyPass } from './Mutation/buyPass.js';
import { cancelPass } from './Mutation/cancelPass.js';
import { cancelVehicleTransfer } from './Mutation/cancelVehicleTransfer.js';
import { changePassProduct } from './Mutation/changePassProduct.js';
import { changePassword } from './Mutation/changePassword.js';
import { deactivateStaff } from './Mutation/deactivateStaff.js';
import { setConsent } from './Mutation/setConsent.js';
import { setPreference } from './Mutation/setPreference.js';
import { requestErasure } from './Mutation/requestErasure.js';
import { withdrawErasure } from './Mutation/withdrawErasure.js';
import { exchangeApiKey } from './Mutation/exchangeApiKey.js';
import { inviteStaff } from './Mutation/inviteStaff.js';
import { issueApiKey } from './Mutation/issueApiKey.js';
import { linkIdentity } from './Mutation/linkIdentity.js';
import { offerPassProduct } from './Mutation/offerPassProduct.js';
import { offerVehicleTransfer } from './Mutation/offerVehicleTransfer.js';
import { reactivateStaff } from './Mutation/reactivateStaff.js';
import { refresh } from './Mutation/refresh.js';
import { registerVehicle } from './Mutation/registerVehicle.js';
import { removePaymentMethod } from './Mutation/removePaymentMethod.js';
import { retireVehicle } from './Mutation/retireVehicle.js';
import { revokeApiKey } from './Mutation/revokeApiKey.js';
import { setDefaultPaymentMethod } from './Mutation/setDefaultPaymentMethod.js';
import { setStaffRoles } from './Mutation/setStaffRoles.js';
import { signIn } from './Mutation/signIn.js';
import { signOut } from './Mutation/signOut.js';
import { signUp } from './Mutation/signUp.js';
import { updateProfile } from './Mutation/updateProfile.js';
import { updateVehicle } from './Mutation/updateVehicle.js';
import { me } from './Query/me.js';
import { customer } from './Query/customer.js';
import { erasure } from './Query/erasure.js';
import { Erasure } from './Erasure.js';
import { vehicle } from './Query/vehicle.js';
import { pass } from './Query/pass.js';
import { passes } from './Query/passes.js';
import { passProducts } from './Query/passProducts.js';
import { myVehicles } from './Query/myVehicles.js';
import { searchVehicles } from './Query/searchVehicles.js';
import { staff } from './Query/staff.js';
import { apiKeys } from './Query/apiKeys.js';
import { auditLog } from './Query/auditLog.js';
import { Pass, PassProduct } from './Pass.js';
import { Staff } from './Staff.js';
import { Vehicle } from './Vehicle.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: {
    me,
    customer,
    vehicle,
    myVehicles,
    searchVehicles,
    staff,
    apiKeys,
    auditLog,
    pass,
    passes,
    passProducts,
    erasure,
  },
  Mutation: {
    acceptInvitation,
    acceptVehicleTransfer,
    addPaymentMethod,
    buyPass,
    cancelPass,
    cancelVehicleTransfer,
    changePassProduct,
    changePassword,
    deactivateStaff,
    exchangeApiKey,
    inviteStaff,
    issueApiKey,
    linkIdentity,
    offerPassProduct,
    offerVehicleTransfer,
    reactivateStaff,
    refresh,
    registerVehicle,
    removePaymentMethod,
    retireVehicle,
    revokeApiKey,
    setDefaultPaymentMethod,
    setStaffRoles,
    signIn,
    signOut,
    signUp,
    updateProfile,
    updateVehicle,
    setConsent,
    setPreference,
    requestErasure,
    withdrawErasure,
  },
  Me,
  Customer,
  Vehicle,
  AuditChange,
  Staff,
  Facility,
  Pass,
  PassProduct,
  Erasure,
};

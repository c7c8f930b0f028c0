-- AlterTable
ALTER TABLE "assignment" ADD COLUMN     "made_at" TIMESTAMPTZ(3) NOT NULL;

-- AlterTable
ALTER TABLE "charging_session" ADD COLUMN     "progress" JSONB;

-- AlterTable
ALTER TABLE "price_version" ADD COLUMN     "made_at" TIMESTAMPTZ(3) NOT NULL;

-- AlterTable
ALTER TABLE "visit" DROP COLUMN "is_plan_pinned",
DROP COLUMN "plan_version_id",
ADD COLUMN     "pinned_at" TIMESTAMPTZ(3);

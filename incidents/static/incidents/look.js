import { offerZones } from "./zones.js";

offerZones(document.querySelector("form.upload"));

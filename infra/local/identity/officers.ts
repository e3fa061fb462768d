/** The demo officers: who serves where, in which role. Their ids are `<place>-<role>`. */

/** Each place with its name and the domain of its mail. */
export const PLACES = {
  dienban: { title: "Điện Bàn", domain: "dienban.quangnam.example" },
  hoian: { title: "Hội An", domain: "hoian.quangnam.example" },
  quangnam: { title: "Quảng Nam", domain: "quangnam.example" },
  phuxuan: { title: "Phú Xuân, Huế", domain: "phuxuan.hue.example" },
  cambridge: { title: "Cambridge", domain: "cambridge.example" },
  chennai: { title: "Chennai", domain: "chennai.tamilnadu.example" },
} as const;

export const OFFICES = {
  reception: "reception clerk",
  appraiser: "appraiser",
  head: "head of division",
  leader: "chair of the People's Committee",
  inspector: "construction inspector",
  infrastructure: "infrastructure division",
  "fire-safety": "fire safety police",
  culture: "culture department",
  "licensing-officer": "licensing officer",
  police: "police licensing officer",
  "environmental-health": "environmental health officer",
  "sub-committee": "chair of the licensing sub-committee",
  scrutiny: "licensing clerk",
  "food-safety-officer": "Food Safety Officer",
  "designated-officer": "Designated Officer",
} as const;

export type Place = keyof typeof PLACES;
export type Office = keyof typeof OFFICES;

/** Place, role, subject, name, language. */
export const OFFICERS: readonly (readonly [Place, Office, string, string, "vi" | "en"])[] = [
  ["dienban", "reception", "a1d0c7e2-3b54-4f19-8e60-4d2b9f7a5301", "Phạm Thị Thu", "vi"],
  ["dienban", "appraiser", "c94e2f8b-07a6-4d3c-95b1-6e8d0a1c5302", "Võ Văn Hùng", "vi"],
  ["dienban", "head", "58b3d6f1-e42c-4a97-8d05-92f7c3b65303", "Đặng Quốc Bảo", "en"],
  ["dienban", "leader", "e07f5a93-61d8-4c2b-b3f4-1a9c8e7d5304", "Huỳnh Thị Mai", "vi"],
  ["dienban", "inspector", "9fb93534-081c-4253-b1e2-73a87984a8ab", "Nguyễn Hữu Tài", "vi"],
  ["dienban", "infrastructure", "db149e47-14be-49ab-b93f-e42eabd2d9f2", "Lương Thị Xuân", "vi"],
  ["hoian", "reception", "2c6b9e40-d5f7-4813-9a8c-7b0e3f4d5401", "Ngô Thị Hạnh", "vi"],
  ["hoian", "appraiser", "946d1b7f-a830-4e5c-82f9-c5e60d2a5402", "Bùi Đức Long", "vi"],
  ["hoian", "head", "f3a85c2e-7b91-4d06-a4e7-08d9b6c15403", "Phan Thị Ngọc", "vi"],
  ["hoian", "leader", "6e12d4a8-c0f5-4b39-9d7e-b1f84a3c5404", "Trương Văn Phúc", "en"],
  ["quangnam", "fire-safety", "3994693e-a3ae-4e68-9323-451b4a95902a", "Lê Quang Vinh", "vi"],
  ["quangnam", "culture", "1aa615a9-4b6a-4551-a061-ae14a1dbf721", "Đoàn Thị Liên", "vi"],
  ["quangnam", "head", "7d0f3b52-90c4-4e1e-8a37-2f6c51e8d405", "Nguyễn Thanh Sơn", "vi"],
  ["phuxuan", "reception", "8b3a1535-3f13-4b70-9856-c32a687b253b", "Tôn Nữ Diệu Hiền", "vi"],
  ["phuxuan", "appraiser", "a7213dfe-8932-4293-a0dd-5386c9cf0800", "Hồ Văn Tuấn", "vi"],
  ["phuxuan", "head", "67d1191f-da80-40bd-919e-9bc7f4a02d92", "Trần Thị Hồng", "vi"],
  ["phuxuan", "leader", "fd95588c-5e4e-410b-b14c-f51964cd1715", "Nguyễn Đình Khoa", "vi"],
  ["cambridge", "licensing-officer", "d561cab7-7e4d-473d-b44d-04cb5f0f2c02", "Alice Marsh", "en"],
  ["cambridge", "head", "3c85b930-b9f0-420f-929e-04e213311e91", "Graham Holt", "en"],
  ["cambridge", "police", "1b0b5a92-ca9f-4dae-85e1-fb5bb643edf4", "Daniel Reeve", "en"],
  ["cambridge", "environmental-health", "fece6b98-9a32-4eae-b86c-67b35a0ac810", "Fiona Lamb", "en"],
  ["cambridge", "sub-committee", "5da24106-869b-4c3d-8192-74d465ee28de", "Ruth Ellison", "en"],
  ["chennai", "scrutiny", "4bcee26a-6a9d-449c-8954-549c429fdbf7", "Lakshmi Narayanan", "en"],
  ["chennai", "food-safety-officer", "56c8a7f9-757f-4125-ad53-b107073391a5", "Arun Selvam", "en"],
  ["chennai", "designated-officer", "3623ac61-22ae-4903-a204-25dd2e67dbe9", "Meena Krishnan", "en"],
  ["chennai", "head", "cae33afe-5780-4cdb-9f64-2b78f0088cfc", "Ravi Subramanian", "en"],
];

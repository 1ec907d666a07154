// SPDX-License-Identifier: Apache-2.0
#include "core/project/sample_fact_words.h"

namespace assay {

namespace {

constexpr Wording causes[] = {
    {"poor_lubrication", "润滑不足", "poor lubrication"},     {"misalignment", "对中不良", "misalignment"},
    {"overload", "过载", "overload"},                         {"dust", "粉尘侵入", "dust ingress"},
    {"ageing", "材料老化", "material ageing"},                {"pressure_surge", "压力冲击", "pressure surge"},
    {"voltage_dip", "电压跌落", "voltage dip"},               {"wrong_torque", "拧紧力矩错误", "wrong tightening torque"},
    {"dirty_oil", "油液污染", "contaminated oil"},            {"water_hammer", "水锤", "water hammer"},
    {"high_ambient", "环境温度过高", "high ambient temperature"}, {"resonance", "共振", "resonance"},
};

constexpr Wording actions[] = {
    {"replace_part", "更换备件", "replace the part"},          {"regrease", "补充润滑脂", "regrease"},
    {"realign", "重新对中", "realign the shafts"},             {"clean", "清洁除尘", "clean"},
    {"retighten", "重新拧紧", "retighten the bolts"},          {"change_oil", "更换油液", "change the oil"},
    {"reset_drive", "复位变频器", "reset the drive"},          {"balance", "做动平衡", "balance the rotor"},
    {"flush", "冲洗管路", "flush the pipes"},                  {"recalibrate", "重新标定", "recalibrate"},
};

constexpr Wording sensors[] = {
    {"vibration", "振动传感器", "vibration sensor"}, {"temperature", "温度传感器", "temperature sensor"},
    {"pressure", "压力传感器", "pressure sensor"},   {"current", "电流传感器", "current sensor"},
};

constexpr Wording suppliers[] = {
    {"north_bearing", "北岭轴承", "North Ridge Bearings"},     {"lake_seal", "平湖密封件", "Flat Lake Seals"},
    {"east_drive", "东渡传动", "East Ferry Drives"},           {"green_hydraulics", "青石液压", "Green Stone Hydraulics"},
    {"star_electric", "启星电气", "Morning Star Electric"},    {"river_pump", "清河泵阀", "Clear River Pumps"},
    {"hill_sensor", "南坡仪表", "South Hill Instruments"},     {"cloud_cooling", "云溪冷却", "Cloud Brook Cooling"},
};

constexpr Wording halls[] = {
    {"casting", "铸造车间", "casting hall"},   {"machining", "机加工车间", "machining hall"}, {"painting", "涂装车间", "paint shop"},
    {"assembly", "总装车间", "assembly hall"}, {"boiler", "锅炉房", "boiler house"},          {"water", "水处理站", "water station"},
};

constexpr Wording plants[] = {
    {"west", "西岸工厂", "West Bank plant"},
    {"east", "东岸工厂", "East Bank plant"},
};

constexpr int wearCauses[] = {0, 1, 2, 3}, wearActions[] = {0, 1};
constexpr int leakCauses[] = {4, 5, 9}, leakActions[] = {0, 4};
constexpr int heatCauses[] = {0, 2, 10}, heatActions[] = {3, 5};
constexpr int looseCauses[] = {7, 11}, looseActions[] = {4};
constexpr int crackCauses[] = {2, 4, 11}, crackActions[] = {0};
constexpr int blockCauses[] = {3, 8}, blockActions[] = {3, 8};
constexpr int tripCauses[] = {2, 6}, tripActions[] = {6};
constexpr int shakeCauses[] = {1, 11}, shakeActions[] = {2, 7};
constexpr int driftCauses[] = {3, 10}, driftActions[] = {9};
constexpr int shortCauses[] = {4, 6, 9}, shortActions[] = {0, 6};
constexpr int cavitationCauses[] = {5, 9}, cavitationActions[] = {8};
constexpr int foulCauses[] = {8, 10}, foulActions[] = {3, 5};

constexpr FaultWords faults[] = {
    {{"wear", "磨损", "wear"}, wearCauses, wearActions},
    {{"leak", "泄漏", "leak"}, leakCauses, leakActions},
    {{"overheating", "过热", "overheating"}, heatCauses, heatActions},
    {{"loosening", "松动", "loosening"}, looseCauses, looseActions},
    {{"crack", "裂纹", "crack"}, crackCauses, crackActions},
    {{"blockage", "堵塞", "blockage"}, blockCauses, blockActions},
    {{"trip", "跳闸", "trip"}, tripCauses, tripActions},
    {{"strong_vibration", "振动超标", "strong vibration"}, shakeCauses, shakeActions},
    {{"drift", "读数漂移", "drifting reading"}, driftCauses, driftActions},
    {{"short_circuit", "短路", "short circuit"}, shortCauses, shortActions},
    {{"cavitation", "气蚀", "cavitation"}, cavitationCauses, cavitationActions},
    {{"fouling", "结垢", "fouling"}, foulCauses, foulActions},
};

constexpr int bearingFaults[] = {0, 2, 7}, shaftFaults[] = {4, 7}, couplingFaults[] = {0, 3, 7}, sealFaults[] = {0, 1};
constexpr int gasketFaults[] = {1, 4}, impellerFaults[] = {0, 10, 7}, motorFaults[] = {2, 6, 9}, gearFaults[] = {0, 4, 7};
constexpr int valveFaults[] = {1, 5}, cylinderFaults[] = {0, 1}, filterFaults[] = {5, 11}, hoseFaults[] = {1, 4};
constexpr int driveFaults[] = {2, 6}, relayFaults[] = {3, 9}, boardFaults[] = {8, 9}, fanFaults[] = {0, 7, 11};
constexpr int coolerFaults[] = {1, 11}, beltFaults[] = {0, 3, 4}, rollerFaults[] = {0, 7}, nozzleFaults[] = {5, 0};

constexpr PartWords parts[] = {
    {{"bearing", "主轴承", "main bearing"}, bearingFaults},    {{"shaft", "传动轴", "drive shaft"}, shaftFaults},
    {{"coupling", "联轴器", "coupling"}, couplingFaults},      {{"seal", "机械密封", "mechanical seal"}, sealFaults},
    {{"gasket", "密封垫", "gasket"}, gasketFaults},            {{"impeller", "叶轮", "impeller"}, impellerFaults},
    {{"motor", "电机", "motor"}, motorFaults},                 {{"gear", "齿轮副", "gear pair"}, gearFaults},
    {{"valve", "换向阀", "control valve"}, valveFaults},       {{"cylinder", "液压缸", "hydraulic cylinder"}, cylinderFaults},
    {{"filter", "滤芯", "filter element"}, filterFaults},      {{"hose", "高压软管", "pressure hose"}, hoseFaults},
    {{"inverter", "变频器", "frequency inverter"}, driveFaults}, {{"relay", "继电器", "relay"}, relayFaults},
    {{"board", "控制板", "control board"}, boardFaults},       {{"fan", "冷却风扇", "cooling fan"}, fanFaults},
    {{"cooler", "油冷却器", "oil cooler"}, coolerFaults},      {{"belt", "传送带", "conveyor belt"}, beltFaults},
    {{"roller", "托辊", "carrying roller"}, rollerFaults},     {{"nozzle", "喷嘴", "spray nozzle"}, nozzleFaults},
};

constexpr int driveParts[] = {6, 2, 12}, shaftParts[] = {0, 1, 2}, sealParts[] = {3, 4}, wetParts[] = {5, 3, 0};
constexpr int gearParts[] = {7, 0, 1}, hydraulicParts[] = {8, 9, 10, 11}, cabinetParts[] = {12, 13, 14}, coolingParts[] = {15, 16, 10};
constexpr int conveyorParts[] = {17, 18, 6}, sprayParts[] = {19, 10, 8};

constexpr AssemblyWords assemblies[] = {
    {{"drive", "驱动单元", "drive unit"}, driveParts},         {{"rotor", "轴系", "rotor assembly"}, shaftParts},
    {{"sealing", "密封组件", "seal assembly"}, sealParts},     {{"wet_end", "泵头", "wet end"}, wetParts},
    {{"gearbox", "齿轮箱", "gearbox"}, gearParts},             {{"hydraulics", "液压站", "hydraulic unit"}, hydraulicParts},
    {{"cabinet", "控制柜", "control cabinet"}, cabinetParts},  {{"cooling", "冷却回路", "cooling circuit"}, coolingParts},
    {{"conveying", "输送机构", "conveying section"}, conveyorParts}, {{"spraying", "喷涂单元", "spray unit"}, sprayParts},
};

constexpr int pumpAssemblies[] = {0, 3, 2}, compressorAssemblies[] = {0, 1, 7, 2}, pressAssemblies[] = {5, 6, 7}, millAssemblies[] = {0, 4, 1, 6};
constexpr int conveyorAssemblies[] = {8, 0, 6}, boothAssemblies[] = {9, 6, 7}, mixerAssemblies[] = {0, 4, 2}, boilerAssemblies[] = {3, 6, 7};

constexpr MachineWords machines[] = {
    {{"pump", "离心泵", "centrifugal pump"}, "P", pumpAssemblies},   {{"compressor", "空压机", "air compressor"}, "C", compressorAssemblies},
    {{"press", "液压机", "hydraulic press"}, "H", pressAssemblies},  {{"mill", "铣床", "milling machine"}, "M", millAssemblies},
    {{"conveyor", "输送线", "conveyor"}, "L", conveyorAssemblies},   {{"booth", "喷漆房", "spray booth"}, "S", boothAssemblies},
    {{"mixer", "搅拌机", "mixer"}, "X", mixerAssemblies},            {{"boiler", "热水锅炉", "hot water boiler"}, "B", boilerAssemblies},
};

}  // namespace

std::span<const Wording> causeWords() { return causes; }
std::span<const Wording> actionWords() { return actions; }
std::span<const Wording> sensorWords() { return sensors; }
std::span<const Wording> supplierWords() { return suppliers; }
std::span<const Wording> hallWords() { return halls; }
std::span<const Wording> plantWords() { return plants; }
std::span<const FaultWords> faultWords() { return faults; }
std::span<const PartWords> partWords() { return parts; }
std::span<const AssemblyWords> assemblyWords() { return assemblies; }
std::span<const MachineWords> machineWords() { return machines; }

}  // namespace assay

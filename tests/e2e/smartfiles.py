"""What a recording of a device that speaks SMART says, read by these lines alone.

Nothing depends on which recordings there are: what a device is follows from its own answers, never from its name.
"""
import base64
import json
import re

import kasatest

FILES = kasatest.recordings("smart")
RECORDED = {path: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
PAGE = 254  # addresses of a house below one number


def answer(tree, method):
    """The result of a method, or nothing where the recording has none or an error."""
    told = tree.get(method)
    return told if isinstance(told, dict) and "error_code" not in told else {}


def info_of(tree):
    return answer(tree, "get_device_info")


def text(encoded):
    return base64.b64decode(encoded).decode("utf-8", "replace")


def has(tree, *components):
    """Whether it, or one of its children, names one of the components."""
    return any(one["id"] in components for one in answer(tree, "component_nego").get("component_list", []))


def child_has(tree, component):
    lists = answer(tree, "get_child_device_component_list").get("child_component_list", [])
    return any(one["id"] == component for child in lists for one in child["component_list"])


def own_info(tree, child):
    """What it told itself, a moment after its parent did."""
    return info_of(tree.get("child_devices", {}).get(child["device_id"], {}))


def outlets(tree):
    """Its children that switch: by position, or by id where none has one."""
    listed = [{**child, **own_info(tree, child)}
              for child in answer(tree, "get_child_device_list").get("child_device_list", [])
              if isinstance(child.get("device_on"), bool)]
    key = "position" if any("position" in child for child in listed) else "device_id"
    return sorted(listed, key=lambda child: child[key])


def has_outlets(tree):
    return has(tree, "child_device", "control_child")


def family(tree):
    """None for what is neither plug nor strip, switch, dimmer or light."""
    info = info_of(tree)
    kind = re.sub(r"^SMART\.(TAPO|KASA)", "", info["type"])
    if kind == "BULB":
        return "lightstrip" if has(tree, "light_strip") else "bulb"
    if kind == "PLUG":
        return "strip" if has_outlets(tree) else "plug"
    if kind == "SWITCH":
        return "dimmer" if "brightness" in info and not has_outlets(tree) else "switch"
    return None


def is_on(tree):
    if has_outlets(tree):
        return any(child["device_on"] for child in outlets(tree))
    return info_of(tree)["device_on"]


def light(tree):
    info = info_of(tree)
    names = {"brightness": "brightness", "color_temp": "color_temp_k", "hue": "hue", "saturation": "saturation"}
    shown = {name: info[key] for key, name in names.items() if key in info}
    effect = info.get("lighting_effect", {})
    return {**shown, **({"effect": effect["name"]} if effect.get("enable") else {})}


def whites(tree):
    """Kelvin from and to, where it has more than one white."""
    least, most = info_of(tree).get("color_temp_range", (0, 0))
    return (least, most) if has(tree, "color_temperature") and least < most else None


def features(tree):
    info = info_of(tree)
    words = {"relay"}
    words |= {"outlets"} if has_outlets(tree) else set()
    words |= {"led"} if has(tree, "led") else set()
    words |= {"energy"} if has_meter(tree) else set()
    words |= {"timer"} if has(tree, "schedule", "countdown") else set()
    words |= {"brightness"} if has(tree, "brightness") and "brightness" in info else set()
    words |= {"color_temp"} if whites(tree) else set()
    words |= {"color"} if has(tree, "color") and "hue" in info else set()
    return words


def has_meter(tree):
    return has(tree, "energy_monitoring") or child_has(tree, "energy_monitoring")


def energy(tree):
    """The meter in watts, volts, amperes and kilowatt-hours, of a device or of a child; what is not told is absent."""
    usage, data = answer(tree, "get_energy_usage"), answer(tree, "get_emeter_data")
    values = {"power_w": answer(tree, "get_current_power").get("current_power")}  # watts; thousandths are below
    for source, names in ((usage, {"current_power": "power_w", "today_energy": "today_kwh", "month_energy": "month_kwh"}),
                          (data, {"power_mw": "power_w", "voltage_mv": "voltage_v", "current_ma": "current_a",
                                  "energy_wh": "total_kwh"})):
        values.update({name: source[key] / 1000 for key, name in names.items() if key in source})
    return {name: value for name, value in values.items() if value is not None}


def led(tree):
    """What was set, not whether it shines just now: at night it may be dark."""
    rule = answer(tree, "get_led_info").get("led_rule")
    return None if rule is None else rule != "never"


def model(tree):
    """With its region, where the device tells it."""
    info = info_of(tree)
    return f"{info['model']}({info['specs']})" if info.get("specs") and "(" not in info["model"] else info["model"]


def mac(tree):
    return info_of(tree)["mac"].replace("-", ":").upper()


def expected_outlet(child, number):
    told = {"index": number, "id": child["device_id"], "alias": text(child["nickname"]), "on": child["device_on"]}
    return {**told, **({"on_time_s": child["on_time"]} if "on_time" in child else {})}


def expected(tree):
    """The object of `kasa --json state`, but for host, port and transport."""
    info = info_of(tree)
    want = {"id": info["device_id"], "mac": mac(tree), "alias": text(info["nickname"]), "model": model(tree),
            "family": family(tree), "hw": info["hw_ver"], "fw": info["fw_ver"], "payload": "smart", "on": is_on(tree)}
    optional = {"on_time_s": info.get("on_time"), "led": led(tree) if has(tree, "led") else None,
                "rssi_dbm": info.get("rssi"), "light": light(tree) or None,
                "energy": energy(tree) if has_meter(tree) and not has_outlets(tree) else None,
                "outlets": [expected_outlet(child, n) for n, child in enumerate(outlets(tree), 1)] or None}
    return {**want, **{key: value for key, value in optional.items() if value is not None}}


def addresses(count, first="127.0"):
    """Those that a house gives out, in this order."""
    return [f"{first}.{n // PAGE}.{n % PAGE + 1}" for n in range(count)]


HOSTS = dict(zip(FILES, addresses(len(FILES))))
KNOWN = [path for path in FILES if family(RECORDED[path])]
OTHERS = [path for path in FILES if path not in KNOWN]
STRIPS = [path for path in KNOWN if has_outlets(RECORDED[path])]
METERED = [path for path in KNOWN if has_meter(RECORDED[path])]

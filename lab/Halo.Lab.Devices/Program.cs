using Halo.CommandLine;
using Halo.Lab.Devices;

// The simulated part of the lab's fence devices; lab/fence/devices starts it:
//   halo_lab_devices controllers PLUG HOST=ADDRESS:PORT...
//   halo_lab_devices redfish PLUG USERNAME PASSWORD_FILE HOST=ADDRESS:PORT...
switch (args)
{
    case ["controllers", var program, .. var hosts] when DeviceEndpoint.Parse(hosts) is { } endpoints:
        await PowerControllers.ServeAsync(endpoints, new Plug(program));
        return ExitStatus.Done;
    case ["redfish", var program, var user, var passwordFile, .. var hosts] when DeviceEndpoint.Parse(hosts) is { } endpoints:
        var login = RedfishBmcs.BasicLogin(user, await File.ReadAllTextAsync(passwordFile));
        await new RedfishBmcs(endpoints, new Plug(program), login).ServeAsync();
        return ExitStatus.Done;
    default:
        await Console.Error.WriteLineAsync("halo_lab_devices: start it with lab/fence/devices");
        return ExitStatus.Usage;
}

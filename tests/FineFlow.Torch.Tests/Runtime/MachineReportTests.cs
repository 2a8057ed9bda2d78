using System.Runtime.InteropServices;
using System.Text.Json;

using FineFlow.Torch.Runtime;

using TorchSharp;

namespace FineFlow.Torch.Tests.Runtime;

public class MachineReportTests
{
    [Fact]
    public void The_report_describes_this_machine()
    {
        var report = MachineReport.Collect();

        Assert.NotEmpty(report.OperatingSystem);
        Assert.Equal(RuntimeInformation.ProcessArchitecture.ToString(), report.Architecture);
        Assert.Equal(Environment.ProcessorCount, report.Cores);
        Assert.Contains(Environment.Version.ToString(), report.DotNet, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+", report.TorchSharp);
        Assert.InRange(report.Memory.TotalBytes, 1L << 28, 1L << 50);
    }

    [Fact]
    public void The_report_tells_how_libtorch_is_set_up()
    {
        var report = MachineReport.Collect().Libtorch;

        Assert.True(report.Loads, report.Error);
        Assert.Null(report.Error);
        Assert.Matches(@"^\d+\.\d+", report.Version);
        Assert.Equal(torch.get_num_threads(), report.IntraOpThreads);
        Assert.Equal(torch.get_num_interop_threads(), report.InterOpThreads);
    }

    [Fact]
    public void A_library_that_does_not_load_is_reported_with_the_loaders_words()
    {
        var report = LibtorchReport.Collect(["torch_cpu", "no_such_library"]);

        Assert.False(report.Loads);
        Assert.Contains("no_such_library", report.Error, StringComparison.Ordinal);
        Assert.Null(report.Version);
        Assert.Null(report.IntraOpThreads);
    }

    [Fact]
    public void The_report_survives_json()
    {
        var report = MachineReport.Collect();
        var copy = JsonSerializer.Deserialize<MachineReport>(JsonSerializer.Serialize(report))!;

        Assert.Equal(report.Cuda.DeviceNames, copy.Cuda.DeviceNames);
        Assert.Equal(report, copy with { Cuda = report.Cuda });
    }
}

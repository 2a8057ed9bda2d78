using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Tests.Runtime;

public class DevicesTests
{
    private static readonly CudaReport NoGpu = new(Available: false, DeviceCount: 0, DeviceNames: []);
    private static readonly CudaReport TwoGpus = new(Available: true, DeviceCount: 2, DeviceNames: ["One", "Other"]);

    [Theory]
    [InlineData("cpu", null)]
    [InlineData("cuda", 0)]
    [InlineData("cuda:0", 0)]
    [InlineData("cuda:12", 12)]
    public void A_name_is_the_cpu_or_a_gpus_number(string name, int? gpu) => Assert.Equal(gpu, Devices.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("CPU")]
    [InlineData("gpu")]
    [InlineData("meta")]
    [InlineData("cpu:0")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1.5")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    public void Any_other_name_is_refused(string name) =>
        Assert.Equal($"setting 'device': is '{name}'; expected cpu, cuda, cuda:N or auto", Refused.By(() => Devices.Parse(name)));

    [Fact]
    public void Auto_is_the_first_gpu_where_there_is_one()
    {
        Assert.Equal(("cpu", "cuda"), (Devices.Resolve("auto", () => NoGpu), Devices.Resolve("auto", () => TwoGpus)));
        Assert.Equal("cuda:1", Devices.Resolve("cuda:1", () => throw new InvalidOperationException("a name is not looked up")));
    }

    [Fact]
    public void The_cpu_is_always_there() => Assert.Equal(DeviceType.CPU, Devices.Require("cpu").type);

    [Fact]
    public void Without_cuda_in_libtorch_it_says_where_to_take_it_from()
    {
        var message = Refused.By(() => Devices.Check("cuda:1", 1, hasCuda: false, NoGpu));

        Assert.StartsWith("setting 'device': is cuda:1, but this libtorch computes on the CPU alone", message, StringComparison.Ordinal);
        Assert.Contains("FINEFLOW_LIBTORCH", message, StringComparison.Ordinal);
        Assert.Contains("-p:Libtorch=cuda", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_gpu_or_without_this_one_it_says_so()
    {
        Assert.Equal(
            "setting 'device': is cuda, but libtorch finds no GPU (the NVIDIA driver lists 0); expected one, and a driver for CUDA 12.8",
            Refused.By(() => Devices.Check("cuda", 0, hasCuda: true, NoGpu)));
        Assert.Equal(
            "setting 'device': is cuda:2; this machine has cuda:0 .. cuda:1",
            Refused.By(() => Devices.Check("cuda:2", 2, hasCuda: true, TwoGpus)));

        Devices.Check("cuda:1", 1, hasCuda: true, TwoGpus);
    }
}

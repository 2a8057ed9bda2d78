using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Tests.Runtime;

public class SystemFileTests
{
    private const string TwoProcessors = """
        processor	: 0
        model name	: Some Processor: 8 cores @ 2.0 GHz
        flags		: fpu avx2 avx512_bf16
        vmx flags	: amx_bf16

        processor	: 1
        model name	: Another
        flags		: fpu amx_bf16
        """;

    [Fact]
    public void The_first_processor_is_read_with_colons_in_its_name()
    {
        var processor = new ProcessorFile(TwoProcessors);

        Assert.Equal("Some Processor: 8 cores @ 2.0 GHz", processor.Name);
        Assert.True(processor.Has("avx512_bf16"));
        Assert.False(processor.Has("amx_bf16"));
        Assert.False(processor.Has("avx512"));
    }

    [Fact]
    public void What_the_system_does_not_tell_is_null()
    {
        var processor = new ProcessorFile(SystemFile.ReadText("/no/such/file"));

        Assert.Null(processor.Name);
        Assert.Null(processor.Has("avx2"));
        Assert.Null(MemoryReport.ParseAvailable(""));
    }

    [Fact]
    public void Available_memory_is_in_bytes() =>
        Assert.Equal(2048, MemoryReport.ParseAvailable("MemTotal:       8 kB\nMemAvailable:       2 kB\n"));

    [Fact]
    public void Graphics_processors_are_listed_by_the_drivers_names()
    {
        var folder = Directory.CreateTempSubdirectory("fineflow-gpus-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "0000:02:00.0"));
        foreach (var (device, name) in new[] { ("0000:01:00.0", "First"), ("0000:00:00.0", "Zeroth") })
        {
            Directory.CreateDirectory(Path.Combine(folder, device));
            File.WriteAllText(Path.Combine(folder, device, "information"), $"Model: \t\t {name}\nIRQ:   \t\t 12\n");
        }

        Assert.Equal(["Zeroth", "First"], CudaReport.ListNames(folder));
        Directory.Delete(folder, recursive: true);
        Assert.Empty(CudaReport.ListNames(folder));
    }
}

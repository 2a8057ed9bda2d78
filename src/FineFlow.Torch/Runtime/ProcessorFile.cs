namespace FineFlow.Torch.Runtime;

/// <summary>The first processor of Linux' /proc/cpuinfo; empty on other systems.</summary>
internal sealed class ProcessorFile(string text)
{
    private readonly string[]? _flags = SystemFile.Field(text, "flags")?.Split(' ');

    public string? Name { get; } = SystemFile.Field(text, "model name");

    public static ProcessorFile Read() => new(SystemFile.ReadText("/proc/cpuinfo"));

    /// <summary>Returns whether the processor has a feature, by Linux' name of it; null where the flags are unknown.</summary>
    public bool? Has(string flag) => _flags?.Contains(flag);
}

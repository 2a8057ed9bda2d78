namespace FineFlow.Torch.Tests.Losses;

/// <summary>Equal up to a tolerance, relative to the expected value where that is above 1.</summary>
internal sealed class Nearly(double tolerance) : IEqualityComparer<double>
{
    public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance * Math.Max(1, Math.Abs(x));

    public int GetHashCode(double value) => 0;
}

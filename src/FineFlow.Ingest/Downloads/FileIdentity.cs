using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FineFlow.Core;

namespace FineFlow.Ingest.Downloads;

/// <summary>Identity of a file's content.</summary>
/// <param name="Size">Size in bytes.</param>
/// <param name="Sha256">SHA-256 in hex.</param>
/// <param name="GitBlob">Git's name of the content: SHA-1 over a short header and the bytes.</param>
internal sealed record FileIdentity(long Size, string Sha256, string GitBlob)
{
    private const int Piece = 1 << 20;

    /// <summary>Computes the identity of a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "git's own name of the content; what is trusted is recorded as SHA-256.")]
    public static FileIdentity Of(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var blob = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
            blob.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {file.Length}\0")));
            var buffer = new byte[Piece];
            for (int count; (count = file.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sha256.AppendData(buffer, 0, count);
                blob.AppendData(buffer, 0, count);
            }

            return new(file.Length, Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(blob.GetHashAndReset()));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }
}
